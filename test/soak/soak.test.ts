import { mkdtemp, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, jest } from '@jest/globals';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { forget, launch, type TestServer } from '../support/server.js';

/** In short on every change; `npm run soak` runs it long. */
const KILLS = Number(process.env['SOAK_KILLS'] ?? 9);
const TURNS = Number(process.env['SOAK_TURNS'] ?? 90);
const SESSIONS = Number(process.env['SOAK_SESSIONS'] ?? 5);
const SEED = Number(process.env['SEED'] ?? Date.now() % 1e6);

jest.setTimeout(60_000 + KILLS * 10_000 + TURNS * 500);

let model: FakeModel | undefined;
let server: TestServer | undefined;
let folder = '';
let home = '';
afterAll(async () => {
  await server?.stop();
  await model?.close();
  if (folder) await forget(folder);
  if (home && home !== folder) await forget(home);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

it(`loses, doubles and disorders nothing over ${KILLS} kills (SEED=${SEED})`, async () => {
  const random = randomOf(SEED);
  const fake = (model = await startFakeModel({
    reply: ({ n }) => `Reply ${n}. ${'And so on. '.repeat(12)}`,
    chunkDelayMs: 3,
  }));
  folder = await mkdtemp(join(tmpdir(), 'keepsake-soak-'));
  const env = {
    DATA_DIR: folder,
    PORT: String(await freePort()),
    OPENAI_BASE_URL: fake.url,
    OPENAI_API_KEY: 'k',
    MODEL: 'fake-1',
    LOG_LEVEL: 'fatal',
  };
  server = await launch(env);
  const { url, token } = server;
  home = (await locatePostgres(folder)).home;
  const { body: character } = await server.call('POST', '/api/characters', { name: 'Mira' });
  const ids = await Promise.all(
    Array.from(
      { length: SESSIONS },
      async () =>
        (await server!.call('POST', '/api/sessions', { characterId: character.id })).body.id as string,
    ),
  );
  const acknowledged = new Map<string, string[]>(ids.map((id) => [id, []]));
  let done = 0;
  let broken = 0;
  let last = '';
  let over = false;

  /** Says one thing until it is acknowledged, and hears as much of the answer as comes. */
  const say = async (id: string, text: string, clientId: string) => {
    // Only answers count: how long a killed server takes to stand again is the machine's affair.
    for (let refusals = 0; refusals < 400 && !over;) {
      try {
        const response = await fetch(`${url}/api/sessions/${id}/messages`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            accept: 'text/event-stream',
          },
          body: JSON.stringify({ text, clientId }),
          signal: AbortSignal.timeout(20_000),
        });
        if (response.ok) {
          acknowledged.get(id)!.push(text);
          await response.text().catch(() => broken++);
          return;
        }
        refusals++;
        last = `${response.status} ${await response.text()}`;
      } catch {
        // Nobody is there: again, until somebody is.
      }
      await pause(50);
    }
    throw new Error(`Session ${id} takes nothing any more: ${last}`);
  };

  const each = Math.ceil(TURNS / SESSIONS);
  const talking = ids.map(async (id, s) => {
    for (let n = 0; n < each; n++) {
      await say(id, `Message ${n} of ${s}: 第${n}句`, `c${n}`);
      done++;
    }
  });

  const killing = (async () => {
    for (let kills = 0; kills < KILLS && !over; kills++) {
      while (!over && done / (each * SESSIONS) < kills / KILLS) await pause(10);
      await pause(random() * 300);
      const kind = random();
      if (kind < 0.4) {
        await server!.stop('SIGKILL');
        server = await launch(env);
      } else if (kind < 0.7) {
        const pidFile = await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '');
        const pid = Number(pidFile.split('\n')[0]);
        if (pid > 0) {
          try {
            process.kill(pid, 'SIGKILL');
          } catch {
            // It has just died of the kill before.
          }
        }
      } else {
        fake.next({ cutAfter: Math.floor(random() * 20) });
      }
    }
  })();
  try {
    await Promise.all([...talking, killing]);
  } finally {
    // Nothing is started anew once it has failed.
    over = true;
    await killing.catch(() => {});
  }

  // A cut that nobody has met any more.
  fake.asUsual();
  // Once more, through a start that finds all as it was left.
  await server.stop('SIGKILL');
  server = await launch(env);
  for (const id of ids) {
    const items: MessageView[] = [];
    let before = '';
    do {
      const { body } = await server.call('GET', `/api/sessions/${id}/messages?limit=500${before}`);
      items.unshift(...(body.items as MessageView[]));
      before = body.next ? `&before=${body.next}` : '';
    } while (before);
    const said = items.filter(({ role }) => role === 'user').map(({ content }) => content);
    expect(said).toEqual(acknowledged.get(id));
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, n) => n + 1));
    expect(items.some(({ status }) => status === 'streaming')).toBe(false);
    const { status } = await server.call('POST', `/api/sessions/${id}/messages`, { text: 'And after all?' });
    expect(status).toBe(200);
  }
  expect(broken + fake.requests.length).toBeGreaterThan(0);
});
