import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { locatePostgres } from '../../src/database/embedded/postgres-location.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { family, freeze, living, postmasterOf } from '../support/frozen.js';
import { beginRequest, FORM, partHead } from '../support/half-open.js';
import { forget, launch, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const TURNS = 60;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a server whose own PostgreSQL does not answer, when it is stopped', () => {
  let model: FakeModel;
  let folder: string;
  let server: TestServer;
  let sessionIds: string[];
  let processes: number[];
  let env: Record<string, string>;

  beforeAll(async () => {
    model = await startFakeModel({ reply: 'It goes on and on. '.repeat(400), chunkDelayMs: 20 });
  });
  afterAll(() => model.close());

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
    env = { DATA_DIR: folder, OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' };
    server = await launch(env);
    const { body: character } = await server.call('POST', '/api/characters', { name: 'Mira' });
    const sessions = Array.from({ length: TURNS }, () =>
      server.call('POST', '/api/sessions', { characterId: character.id }),
    );
    sessionIds = (await Promise.all(sessions)).map(({ body }) => body.id as string);
    const upload = beginRequest(server, '/api/ingests', { ...FORM, 'content-length': 90_000_000 });
    await upload.write(partHead('files', 'a.txt') + 'text '.repeat(50_000));
    const socket = await server.socket();
    const sent = sessionIds.map((sessionId) =>
      socket.emitWithAck('message.send', { sessionId, clientId: 'one', text: 'Go on.' }),
    );
    expect((await Promise.all(sent)).every(({ ok }) => ok)).toBe(true);
    processes = family(await postmasterOf(folder));
  });
  afterEach(async () => {
    await server.stop();
    const { home } = await locatePostgres(folder);
    for (const place of new Set([folder, home])) await forget(place);
  });

  /** Stops it, and looks at what it left. */
  const stops = async (mostMs: number, again?: number) => {
    const began = performance.now();
    if (again !== undefined) setTimeout(() => process.kill(server.pid, 'SIGINT'), again);
    const code = await server.stop();
    expect(performance.now() - began).toBeLessThan(mostMs);
    expect(living(processes)).toEqual([]);
    expect(await readdir(folder)).not.toContain('uploads');
    expect(await readdir(folder)).not.toContain('keepsake.pid');
    expect(server.output()).not.toMatch(/Uncaught|Unhandled/);
    return code;
  };
  /** Starts it again: everything that was acknowledged is there, and every turn has an end that blames nobody. */
  const goesOn = async () => {
    server = await launch(env);
    for (const id of sessionIds) {
      const { items } = (await server.call('GET', `/api/sessions/${id}/messages`)).body;
      const [said, reply] = items.slice(-2);
      expect([said.content, reply.status]).toEqual(['Go on.', 'interrupted']);
    }
  };

  it('ends within ten seconds, PostgreSQL by force, when that is frozen with all its children', async () => {
    freeze(processes);
    expect(await stops(10_000)).toBe(1);
    expect(server.output()).toMatch(/did not stop cleanly: .*PostgreSQL/);
    await goesOn();
  });

  it('ends within ten seconds when only the children are frozen', async () => {
    freeze(processes.slice(1));
    expect(await stops(10_000)).toBe(1);
    await goesOn();
  });

  it('ends within ten seconds when a lock that nobody gives back holds the turns', async () => {
    const url = `postgres://keepsake:${(await passwordOf(folder)).trim()}@127.0.0.1:${await portOf(folder)}/keepsake`;
    const client = new pg.Client(url);
    client.on('error', () => {});
    await client.connect();
    await client.query('BEGIN; LOCK TABLE turns, messages IN ACCESS EXCLUSIVE MODE');
    expect(await stops(10_000)).toBe(1);
    await goesOn();
  });

  it('ends at once at a second signal, PostgreSQL included', async () => {
    freeze(processes);
    expect(await stops(4500, 1500)).toBe(1);
    await goesOn();
  });

  it('ends in order when all is well', async () => {
    expect(await stops(10_000)).toBe(0);
    await goesOn();
  });
});

it.each([
  ['all of it', Infinity],
  ['only the postmaster', 1],
])('starts another PostgreSQL when a killed server left one that is frozen, %s', async (_, most) => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
  const first = await launch({ DATA_DIR: folder });
  const { body } = await first.call('POST', '/api/characters', { name: 'Mira' });
  const left = family(await postmasterOf(folder));
  freeze(left.slice(0, most));
  await first.stop('SIGKILL');
  const second = await launch({ DATA_DIR: folder });
  expect(second.output()).toContain('does not answer');
  expect(living(left)).toEqual([]);
  expect((await second.call('GET', `/api/characters/${body.id}`)).body.name).toBe('Mira');
  expect(await second.stop()).toBe(0);
  const { home } = await locatePostgres(folder);
  for (const place of new Set([folder, home])) await forget(place);
});

it('leaves no PostgreSQL behind when it is stopped while it starts', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
  for (let n = 0; n < 8; n++) {
    const child = spawn(process.execPath, [resolve('dist/server/main.js')], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'fatal' },
      stdio: 'ignore',
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await pause(600 + 350 * n);
    child.kill('SIGTERM');
    await ended;
    expect(living([await postmasterOf(folder)].filter((pid) => pid > 0))).toEqual([]);
  }
  const { home } = await locatePostgres(folder);
  for (const place of new Set([folder, home])) await forget(place);
});

async function passwordOf(folder: string): Promise<string> {
  return readFile(join(folder, 'database-password'), 'utf8');
}

async function portOf(folder: string): Promise<number> {
  const { home } = await locatePostgres(folder);
  return Number((await readFile(join(home, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3]);
}
