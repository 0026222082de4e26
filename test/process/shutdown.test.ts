import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { beginRequest, FORM, partHead } from '../support/half-open.js';
import { forget, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(90_000);

const TURNS = 60;

describe('a server that is stopped', () => {
  let model: FakeModel;
  let folder: string;
  let server: TestServer;
  let database: pg.Client;
  let sessionIds: string[];

  beforeAll(async () => {
    model = await startFakeModel({ reply: 'It goes on and on. '.repeat(400), chunkDelayMs: 20 });
    folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
    server = await startServer({
      DATA_DIR: folder,
      OPENAI_BASE_URL: model.url,
      OPENAI_API_KEY: 'k',
      MODEL: 'fake-1',
    });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { body: character } = await server.call('POST', '/api/characters', { name: 'Mira' });
    const sessions = Array.from({ length: TURNS }, () =>
      server.call('POST', '/api/sessions', { characterId: character.id }),
    );
    sessionIds = (await Promise.all(sessions)).map(({ body }) => body.id as string);
  });
  afterAll(async () => {
    await server.stop();
    await database.end();
    await model.close();
    await forget(folder);
  });

  const count = async (statement: string) =>
    Object.fromEntries(
      (await database.query<{ status: string; n: number }>(statement)).rows.map(({ status, n }) => [
        status,
        n,
      ]),
    );

  it('keeps running turns as interrupted, leaves no file, and does not wait for what stalls', async () => {
    // Some have begun to come, some are still being asked for.
    model.next({ hang: true }, 20);
    const heard = sessionIds.map((id) =>
      server.call('POST', `/api/sessions/${id}/messages`, { text: 'Go on.' }),
    );
    const ends = Promise.allSettled(heard);
    await model.received(TURNS);
    const queued = sessionIds.slice(0, 5).map(async (sessionId, n) => {
      const socket = await server.socket();
      return socket.emitWithAck('message.send', { sessionId, clientId: `q${n}`, text: 'And then?' });
    });
    expect((await Promise.all(queued)).every(({ ok }) => ok)).toBe(true);
    const upload = beginRequest(server, '/api/ingests', { ...FORM, 'content-length': 90_000_000 });
    await upload.write(partHead('files', 'a.txt') + 'text '.repeat(50_000));
    while (!(await readdir(join(folder, 'uploads'))).length) await new Promise((r) => setTimeout(r, 20));

    const began = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(server.output()).not.toMatch(/ERROR|Uncaught|Unhandled|did not stop cleanly/);
    expect(await readdir(folder)).not.toContain('uploads');
    expect(await count('SELECT status, count(*)::int AS n FROM turns GROUP BY 1')).toEqual({
      interrupted: TURNS,
      queued: 5,
    });
    expect(
      await count(
        `SELECT status, count(*)::int AS n FROM messages WHERE turn_id IS NOT NULL AND role = 'assistant' GROUP BY 1`,
      ),
    ).toEqual({ interrupted: TURNS });
    for (const end of await ends) {
      expect(end.status).toBe('fulfilled');
      const { body } = (end as PromiseFulfilledResult<{ body: any }>).value;
      expect(body.reply?.status ?? body.code).toMatch(/^interrupted$|^turn_interrupted$/);
    }
    upload.destroy();
  });

  it('takes up at the next start what was waiting', async () => {
    model.asUsual();
    model.reply = 'So it is.';
    server = await server.restart();
    const statement = 'SELECT status, count(*)::int AS n FROM turns GROUP BY 1';
    while ((await count(statement))['finished'] !== 5) await new Promise((r) => setTimeout(r, 50));
    expect(await count(statement)).toEqual({ interrupted: TURNS, finished: 5 });
  });
});
