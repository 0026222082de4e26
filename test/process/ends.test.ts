import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { itInFull } from '../support/full.js';
import { startServer, type TestServer } from '../support/server.js';

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
  const turnThatIs = async (status: 'running' | 'queued', id: string) => {
    for (;;) {
      const { rows } = await database.query<{ id: string }>(
        `SELECT id FROM turns WHERE session_id = $1 AND status = $2`,
        [id, status],
      );
      if (rows[0]) return rows[0].id;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const running = (id: string) => turnThatIs('running', id);
  const waiting = (id: string) => turnThatIs('queued', id);
  const slow = () => model.next({ reply: 'And so on. '.repeat(400), chunkDelayMs: 40 });

  it('when another process answers the turn', async () => {
    const id = await begin();
    expect((await say(id, 'Zero.')).status).toBe(200);
    model.next({ reply: 'And so on. '.repeat(60), chunkDelayMs: 40 });
    const first = say(id, 'One.');
    await running(id);
    const second = say(id, 'Two.');
    const turn = await waiting(id);
    // As another process would: it takes the turn that waits, and stores its reply.
    await database.query(
      `WITH branch AS (
         UPDATE branches SET last_seq = last_seq + 1 WHERE session_id = $1 RETURNING id, last_seq
       ), turn AS (
         UPDATE turns SET status = 'finished', receipt = (
           SELECT receipt FROM turns WHERE session_id = $1 AND status = 'finished' LIMIT 1
         ) WHERE id = $2 RETURNING owner_id
       )
       INSERT INTO messages (owner_id, session_id, branch_id, seq, version, role, speaker, content, tokens, status, turn_id)
       SELECT turn.owner_id, $1, branch.id, branch.last_seq, 1, 'assistant', 'Ada', 'From elsewhere.', 4, 'complete', $2
       FROM branch, turn`,
      [id, turn],
    );
    expect((await second).body.reply).toMatchObject({ content: 'From elsewhere.', status: 'complete' });
    expect((await first).status).toBe(200);
    expect((await say(id, 'Three.')).status).toBe(200);
  });

  it('when the conversation is deleted, by a request or by hand', async () => {
    const id = await begin();
    slow();
    const first = say(id, 'One.');
    await running(id);
    const second = say(id, 'Two.');
    await waiting(id);
    const asked = model.requests.length;
    expect((await server.call('DELETE', `/api/sessions/${id}`)).status).toBe(204);
    await Promise.all([first, second]);
    expect((await second).status).toBe(404);
    expect(model.requests).toHaveLength(asked);

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
    expect([(await second).status, (await second).body.code]).toEqual([503, 'turn_interrupted']);
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
