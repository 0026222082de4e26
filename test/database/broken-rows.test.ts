import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';
import { walk } from '../support/walk.js';

jest.setTimeout(300_000);

/** What no code of ours writes, in every column of JSON, and where times and zones stand. */
const WRONG = [
  `'7'`,
  `'"text"'`,
  `'[]'`,
  `'{}'`,
  `'[null, 1, {"a": []}]'`,
  `'{"identity": 5, "entries": {}}'`,
  `'null'`,
];

describe('rows that were broken by hand', () => {
  let model: FakeModel;
  let server: TestServer;
  let database: pg.Client;
  let sessionId = '';

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.` });
    server = await startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' });
    database = new pg.Client(server.databaseUrl);
    await database.connect();
    const { body: ingest } = await server.upload('/api/ingests', 'files', {
      name: 'novel.txt',
      bytes: 'Chapter 1\n\n“Who is there?” asked Mira.\n\n“Nobody,” said Tom.\n\n“Then stay,” said Mira.\n',
    });
    await server.settled(ingest.id);
    const { body: mira } = await server.call('POST', '/api/characters', { name: 'Mira' });
    sessionId = (await server.call('POST', '/api/sessions', { characterId: mira.id })).body.id;
    const said = await server.call('POST', `/api/sessions/${sessionId}/messages`, { text: 'One' });
    await server.call('PUT', `/api/sessions/${sessionId}/messages/${said.body.reply.id}/pin`);
    await server.call('POST', `/api/sessions/${sessionId}/rules`, { text: 'No cats.' });
    await database.query(
      `INSERT INTO folds (owner_id, session_id, branch_id, from_seq, to_seq, from_at, to_at, text, tokens, made_by, status)
       SELECT owner_id, id, branch_id, 1, 1, now(), now(), 'x', 1, 'person', 'standing' FROM sessions`,
    );
    await database.query('UPDATE branches SET folded_seq = 1');
    // Checks of the database would refuse some of it.
    const { rows } = await database.query<{ statement: string }>(
      `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS statement FROM pg_constraint
       WHERE contype = 'c' AND connamespace = 'public'::regnamespace`,
    );
    for (const { statement } of rows) await database.query(statement);
  });
  afterAll(async () => {
    await database.end();
    await server.stop();
    await model.close();
  });

  /** Changes something, walks, and puts it back as it was. */
  const broken = async (statement: string): Promise<string[]> => {
    const tables = [
      'characters',
      'sheets',
      'sessions',
      'messages',
      'turns',
      'prompt_prefixes',
      'ingests',
      'folds',
      'pins',
      'rules',
      'personas',
      'branches',
      'sources',
    ];
    for (const table of tables)
      await database.query(`CREATE TEMP TABLE kept_${table} AS SELECT * FROM ${table}`);
    await database.query(statement);
    const failed = await walk(server, sessionId);
    const context = await server.call('POST', `/api/sessions/${sessionId}/context`, { text: 'Hello?' });
    if (context.status >= 500) failed.push(`${context.status} POST context`);
    await database.query('BEGIN');
    await database.query(`SET LOCAL session_replication_role = 'replica'`);
    for (const table of tables) {
      await database.query(`DELETE FROM ${table}`);
      const { rows } = await database.query<{ columns: string }>(
        `SELECT string_agg(quote_ident(attname), ', ') AS columns FROM pg_attribute
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
        [table],
      );
      const { columns } = rows[0]!;
      await database.query(`INSERT INTO ${table} (${columns}) SELECT ${columns} FROM kept_${table}`);
      await database.query(`DROP TABLE kept_${table}`);
    }
    await database.query('COMMIT');
    return failed.map((failure) => `${failure} after ${statement}`);
  };

  it('of JSON that it is not never take a list with them', async () => {
    const { rows } = await database.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type = 'jsonb' AND table_name NOT IN ('written_parts') ORDER BY 1, 2`,
    );
    expect(rows.length).toBeGreaterThan(15);
    const failed: string[] = [];
    for (const wrong of WRONG) {
      const byTable = new Map<string, string[]>();
      for (const { table, column } of rows)
        byTable.set(table, [...(byTable.get(table) ?? []), `"${column}" = ${wrong}::jsonb`]);
      const statement = [...byTable]
        .map(([table, columns]) => `UPDATE ${table} SET ${columns.join(', ')};`)
        .join(' ');
      failed.push(...(await broken(statement)));
    }
    expect(failed).toEqual([]);
  });

  it('of times, zones, numbers and words that are none never take a list with them', async () => {
    const { rows } = await database.query<{ table: string; column: string }>(
      `SELECT table_name AS table, column_name AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND data_type LIKE 'timestamp%'
         AND table_name NOT IN ('sign_ins', 'written_parts', 'migrations', 'owners')`,
    );
    const failed: string[] = [];
    for (const wrong of ['infinity', '-infinity', '290000-01-01']) {
      const all = rows.map(({ table, column }) => `UPDATE ${table} SET "${column}" = '${wrong}';`);
      failed.push(...(await broken(all.join(' '))));
    }
    for (const change of [
      `UPDATE sessions SET time_zone = 'Mars/Olympus', up_to_section = 900; UPDATE branches SET parent_id = id;
       UPDATE messages SET tokens = 2000000000; UPDATE turns SET sent_hash = NULL, tail = NULL`,
      `UPDATE branches SET last_seq = 90, folded_seq = 90; UPDATE prompt_prefixes SET language = 'fr';
       UPDATE messages SET role = 'system', status = 'unheard'`,
      `DELETE FROM sheets; UPDATE messages SET created_at = '4000-01-01 BC'`,
    ])
      failed.push(...(await broken(change)));
    expect(failed).toEqual([]);
  });
});
