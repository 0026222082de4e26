import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it, jest } from '@jest/globals';
import type { MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { environmentOf, residentOf } from '../support/flood.js';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { forget, launch, type TestServer } from '../support/server.js';

const KILLS = Number(process.env['SOAK_KILLS'] ?? 3);
const SOCKETS = 20;
const SESSIONS = 5;

jest.setTimeout(120_000 + KILLS * 120_000);

let model: FakeModel | undefined;
let server: TestServer | undefined;
let folder = '';
afterAll(async () => {
  await server?.stop();
  await model?.close();
  if (!folder) return;
  const { home } = await locatePostgres(folder);
  await forget(folder);
  if (home !== folder) await forget(home);
});

it(`keeps what it acknowledged of floods over ${KILLS} kills, and refuses the rest in words`, async () => {
  model = await startFakeModel({ window: 10_000_000, chunkDelayMs: 5 });
  folder = await mkdtemp(join(tmpdir(), 'keepsake-flood-'));
  const env = { ...environmentOf(model), DATA_DIR: folder, LOG_LEVEL: 'fatal' };
  server = await launch(env);
  const { body: character } = await server.call('POST', '/api/characters', { name: 'Mira' });
  const ids: string[] = [];
  for (let n = 0; n < SESSIONS; n++)
    ids.push((await server.call('POST', '/api/sessions', { characterId: character.id })).body.id);
  const acknowledged = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  let refused = 0;
  for (let round = 0; round <= KILLS; round++) {
    const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => server!.socket()));
    const before = residentOf(server.pid);
    const sends = sockets.flatMap((socket, s) =>
      Array.from({ length: 50 }, async (_, n) => {
        const sessionId = ids[(s + n) % SESSIONS]!;
        const clientId = `${round} ${s} ${n}`;
        const text = `${clientId} ${'x'.repeat(n % 5 ? 100 : 200_000)}`;
        const answer = await socket.emitWithAck('message.send', { sessionId, clientId, text });
        if (answer.ok) acknowledged.get(sessionId)!.add(answer.message.id);
        else if (answer.code === 'too_much_waiting') refused++;
        else throw new Error(answer.code);
      }),
    );
    // Those that the kill cuts off are never answered.
    const all = Promise.allSettled(sends);
    await Promise.race([all, sleep(1000 + Math.random() * 4000)]);
    expect(residentOf(server.pid) - before).toBeLessThan(400);
    await server.stop(round < KILLS ? 'SIGKILL' : 'SIGTERM');
    server = await launch(env);
  }
  expect(refused).toBeGreaterThan(0);
  for (const id of ids) {
    const { status } = await server.call('POST', `/api/sessions/${id}/messages`, { text: 'And after all?' });
    expect(status).toBe(200);
    const items: MessageView[] = [];
    let before = '';
    do {
      const { body } = await server.call('GET', `/api/sessions/${id}/messages?limit=100${before}`);
      items.unshift(...(body.items as MessageView[]));
      before = body.next ? `&before=${body.next}` : '';
    } while (before);
    const kept = new Set(items.map((message) => message.id));
    expect([...acknowledged.get(id)!].filter((message) => !kept.has(message))).toEqual([]);
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, n) => n + 1));
    expect(items.some(({ status: how }) => how === 'streaming')).toBe(false);
  }
});
