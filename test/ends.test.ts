import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type FakeModel, startFakeModel } from './fake-model.js';
import { itInFull } from './full.js';
import { forget, launch, startServer, type TestServer } from './server.js';

jest.setTimeout(90_000);

describe('every request has an end', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let characterId: string;

  beforeAll(async () => {
    model = await startFakeModel({ window: 100_000 });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira' })).body.id;
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await model.close();
  });

  const begin = async () => (await server.call('POST', '/api/sessions', { characterId })).body.id as string;
  const say = (id: string, text: string) => server.call('POST', `/api/sessions/${id}/messages`, { text });
  const running = async (id: string) => {
    for (;;) {
      const { rows } = await database.query<{ id: string }>(
        `SELECT id FROM turns WHERE session_id = $1 AND status = 'running'`,
        [id],
      );
      if (rows[0]) return rows[0].id;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const slow = () => model.next({ reply: 'And so on. '.repeat(400), chunkDelayMs: 40 });

  it('when another process answers the turn', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keepsake-ends-'));
    const env = { DATA_DIR: folder, DATABASE_URL: server.databaseUrl, OPENAI_BASE_URL: model.url };
    const second = await launch({ ...env, OPENAI_API_KEY: 'k', MODEL: 'fake' });
    try {
      const id = await begin();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          (n % 2 ? server : second).call('POST', `/api/sessions/${id}/messages`, { text: `Message ${n}` }),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
      expect(answers.every(({ body }) => body.reply.status === 'complete')).toBe(true);
      // A turn that the first one runs, heard of as a stream at the second.
      model.next({ reply: 'Slowly. '.repeat(20), chunkDelayMs: 30 });
      const text = 'Told twice.';
      const first = server.call('POST', `/api/sessions/${id}/messages`, { text, clientId: 'twice' });
      await running(id);
      const stream = await fetch(`${second.url}/api/sessions/${id}/messages`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${second.token}`,
          'content-type': 'application/json',
          accept: 'text/event-stream',
        },
        body: JSON.stringify({ text, clientId: 'twice' }),
      });
      expect(await stream.text()).toMatch(/event: turn\.finished/);
      expect((await first).status).toBe(200);
      // A process that dies while it answers.
      slow();
      const waits = second.call('POST', `/api/sessions/${id}/messages`, { text: 'Gone?', clientId: 'gone' });
      waits.catch(() => {});
      await running(id);
      const twin = server.call('POST', `/api/sessions/${id}/messages`, { text: 'Gone?', clientId: 'gone' });
      await second.stop('SIGKILL');
      const { status, body } = await twin;
      expect([200, 502]).toContain(status);
      expect(body.code ?? body.reply.status).toMatch(/^(model_failed|interrupted)$/);
    } finally {
      await second.stop();
      await forget(folder);
    }
  });

  it('when the conversation is deleted, by a request or by hand', async () => {
    const id = await begin();
    slow();
    const first = say(id, 'One.');
    await running(id);
    const second = say(id, 'Two.');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await server.call('DELETE', `/api/sessions/${id}`)).status).toBe(204);
    await Promise.all([first, second]);
    expect((await second).status).toBe(404);

    const other = await begin();
    slow();
    const third = say(other, 'Three.');
    await running(other);
    await database.query('DELETE FROM sessions WHERE id = $1', [other]);
    expect([(await third).status, (await third).body.code]).toEqual([404, 'not_found']);
  });

  it('when the turn is taken away by hand; the conversation goes on', async () => {
    const id = await begin();
    slow();
    const first = say(id, 'One.');
    const turn = await running(id);
    await database.query('DELETE FROM turns WHERE id = $1', [turn]);
    expect((await first).status).toBe(404);
    slow();
    const second = say(id, 'Two.');
    const next = await running(id);
    await database.query(`UPDATE turns SET status = 'interrupted', holder = NULL WHERE id = $1`, [next]);
    expect((await second).status).toBe(502);
    expect((await say(id, 'Three.')).status).toBe(200);
  });

  itInFull('when nobody works on the turn that is running, or on the one that waits', async () => {
    const id = await begin();
    await say(id, 'One.');
    const { rows } = await database.query(
      `UPDATE turns SET status = 'running', holder =
         (SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = 1264
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) LIMIT 1)
       WHERE session_id = $1 RETURNING holder`,
      [id],
    );
    expect(rows).toHaveLength(1);
    expect((await say(id, 'Two.')).status).toBe(200);
  });
});
