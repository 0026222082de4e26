import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '../../dist/src/database/embedded/embedded-postgres.js';

/** One real PostgreSQL for all tests; each server that a test starts gets a database of its own in it. */
export default async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
  // As root, PostgreSQL's user must be able to pass through.
  await chmod(folder, 0o711);
  const silent = { log() {}, warn() {}, error() {} };
  globalThis.postgres = await EmbeddedPostgres.start(folder, silent);
  globalThis.postgresFolder = folder;
  process.env.TEST_DATABASE_URL = globalThis.postgres.url;
  await withoutWaitingForTheDisk(globalThis.postgres.url);
}

/** No test pulls the plug of the machine: killed processes lose nothing without it, and tests take less time. */
async function withoutWaitingForTheDisk(url) {
  const client = new pg.Client(url);
  await client.connect();
  for (const setting of ['fsync', 'full_page_writes'])
    await client.query(`ALTER SYSTEM SET ${setting} = off`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
