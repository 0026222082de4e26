import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { archiveOf, type ArchiveRows, rowsOfArchive, savedBackup } from '../support/files/archive.js';
import { newDatabase, newFolder, query, refusal } from '../support/databases.js';
import { schemaOf } from '../support/schema.js';
import { launch, startServer, type TestServer } from '../support/server.js';

jest.setTimeout(60_000);

/** Everything that the last of the first versions kept for its owner, as it saved it. */
const ROWS = JSON.parse(readFileSync('test/database/first-archive.json', 'utf8')) as ArchiveRows;
const TABLES = readFileSync('test/database/first-database.sql', 'utf8');
const OWNER = '00000000-0000-4000-8000-000000000001';

/** Tables and columns that have another name today. */
const RENAMED: Record<string, string> = {
  told_entries: 'lore_activations',
  openings: 'prompt_prefixes',
  opening_id: 'prompt_prefix_id',
};
const nameToday = (name: string) => RENAMED[name] ?? name;

/** Of what is kept today, what those versions knew of: their tables and columns. */
const known = (rows: ArchiveRows) =>
  Object.fromEntries(
    Object.entries(ROWS).map(([table, old]) => {
      const columns = Object.keys(old![0] ?? {});
      const kept = rows[nameToday(table)] ?? [];
      return [
        table,
        kept.map((row) => Object.fromEntries(columns.map((column) => [column, row[nameToday(column)]]))),
      ];
    }),
  );

/** A database of the last of the first versions, with those rows in it. */
async function firstDatabase(): Promise<string> {
  const url = await newDatabase();
  const client = new pg.Client(url);
  await client.connect();
  await client.query(TABLES);
  await client.query('BEGIN');
  await client.query(`INSERT INTO owners (id, name, samples_at) VALUES ($1, 'owner', now())`, [OWNER]);
  for (const [table, rows] of Object.entries(ROWS)) {
    const owned = rows!.map((row) => ({ ...row, owner_id: OWNER }));
    await client.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(owned),
    ]);
  }
  await client.query('COMMIT');
  await client.end();
  return url;
}

describe('a database of the first versions', () => {
  it('goes on with everything in it, and has the schema of a new one', async () => {
    const url = await firstDatabase();
    const env = { DATA_DIR: await newFolder(), DATABASE_URL: url };
    const [server, fresh] = await Promise.all([launch(env), startServer()]);
    expect(await schemaOf(url)).toEqual(await schemaOf(fresh.databaseUrl));
    expect(known(rowsOfArchive(await savedBackup(server)))).toEqual(ROWS);
    for (const { id } of ROWS.sessions!) {
      const { status, body } = await server.call('POST', `/api/sessions/${id}/messages`, {
        text: 'And then?',
      });
      expect([status, body.reply?.status]).toEqual([200, 'complete']);
    }
    await Promise.all([server.stop(), fresh.stop()]);
    const again = await launch(env);
    expect((await again.call('GET', '/health/ready')).status).toBe(200);
    await again.stop();
  });

  it('that is not of the last of them is refused in one sentence, and nothing is changed in it', async () => {
    const url = await firstDatabase();
    await query(url, `DELETE FROM migrations WHERE name = 'AcceptTogether1823000000000'`);
    const before = await schemaOf(url);
    const printed = await refusal(url);
    expect(printed).toMatch(/too old to go on from\. Start the last version before this one/);
    expect(printed).not.toMatch(/^\s+at /m);
    expect(await schemaOf(url)).toEqual(before);
  });

  it('is left as it was when the way on fails', async () => {
    const url = await firstDatabase();
    const before = await schemaOf(url);
    // In the way of the first migration after those that it has.
    await query(url, 'CREATE INDEX sign_ins_of_owner ON sign_ins (kind)');
    expect(await refusal(url)).toMatch(/sign_ins_of_owner/);
    await query(url, 'DROP INDEX sign_ins_of_owner');
    expect(await schemaOf(url)).toEqual(before);
  });
});

describe('an archive of the first versions', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it('is put back whole', async () => {
    const { status, body } = await server.upload('/api/restore?forAll=true', 'file', {
      name: 'first.zip',
      bytes: archiveOf(ROWS),
    });
    expect([status, body.leftOut]).toEqual([200, []]);
    const counts = Object.entries(ROWS).map(([table, rows]) => [nameToday(table), rows!.length]);
    expect(body.restored).toMatchObject(Object.fromEntries(counts));
    // What is put back has every field of today's sheets.
    const sheets = ROWS['sheets']!.map((row) => ({
      ...row,
      sheet: { lorebookByKeys: false, ...(row['sheet'] as object) },
    }));
    expect(known(rowsOfArchive(await savedBackup(server)))).toEqual({ ...ROWS, sheets });
  });
});
