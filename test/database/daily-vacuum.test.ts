import { expect, it, jest } from '@jest/globals';
import { vacuum } from '../../src/database/daily-vacuum.js';
import { newDatabase, query } from '../support/databases.js';

jest.setTimeout(60_000);

it('clears the pages of what was deleted', async () => {
  const url = await newDatabase();
  await query(url, 'CREATE TABLE said (text text) WITH (autovacuum_enabled = off)');
  await query(url, `INSERT INTO said SELECT 'line ' || n FROM generate_series(1, 1000) n`);
  await query(url, 'DELETE FROM said');
  const size = async () =>
    (await query(url, `SELECT pg_relation_size('said')::int AS bytes`)) as { bytes: number }[];
  expect((await size())[0]!.bytes).toBeGreaterThan(0);
  await vacuum(url);
  expect((await size())[0]!.bytes).toBe(0);
});

it('says so where there is no database', async () => {
  await expect(vacuum('postgres://nobody@127.0.0.1:9/nothing')).rejects.toThrow();
});
