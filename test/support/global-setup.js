import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { EmbeddedPostgres } from '../../dist/src/database/embedded/embedded-postgres.js';
import { migrate } from '../../dist/src/database/migrate.js';

/**
 * One real PostgreSQL for all tests; each server that a test starts gets a database of its own in it, a copy of one
 * that has been migrated.
 */
export default async function setUp() {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-test-'));
  // As root, PostgreSQL's user must be able to pass through.
  await chmod(folder, 0o711);
  const silent = { log() {}, warn() {}, error() {} };
  globalThis.postgres = await EmbeddedPostgres.start(folder, silent);
  globalThis.postgresFolder = folder;
  process.env.TEST_DATABASE_URL = globalThis.postgres.url;
  await prepare(globalThis.postgres.url);
}

async function prepare(url) {
  const client = new pg.Client(url);
  await client.connect();
  // No test pulls the plug of the machine: killed processes lose nothing without it, and tests take less time.
  for (const setting of ['fsync', 'full_page_writes'])
    await client.query(`ALTER SYSTEM SET ${setting} = off`);
  await client.query('SELECT pg_reload_conf()');
  await client.query('CREATE DATABASE migrated');
  await client.end();
  await migrate(url.replace(/\/keepsake$/, '/migrated'));
}
