import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { launch } from './server.js';

/** The first database of the tests' PostgreSQL, whose user may do everything. */
export const FIRST = process.env['TEST_DATABASE_URL']!;

/** Asks a database one thing, or several, on a connection of its own. */
export async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

/**
 * @param options of CREATE DATABASE
 * @returns the address of a new database
 */
export async function newDatabase(options = ''): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(FIRST, `CREATE DATABASE ${name} ${options}`);
  return FIRST.replace(/\/keepsake$/, `/${name}`);
}

/** A folder for a server's data that PostgreSQL's user may pass through. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-data-'));
  await chmod(folder, 0o711);
  return folder;
}

/**
 * What a start on a database prints when it is refused.
 * @throws when the server starts
 */
export async function refusal(url: string): Promise<string> {
  const started = await launch({ DATA_DIR: await newFolder(), DATABASE_URL: url }).catch(
    (error: Error) => error.message,
  );
  if (typeof started === 'string') return started;
  await started.stop();
  throw new Error('The server started.');
}

/** A user who may sign in and nothing more; the address of a database as that user. */
export async function newUser(): Promise<{ name: string; at(url: string): string }> {
  const name = `role_${randomUUID().replaceAll('-', '')}`;
  await query(FIRST, `CREATE ROLE ${name} LOGIN PASSWORD 'p'`);
  return {
    name,
    at: (url) => Object.assign(new URL(url), { username: name, password: 'p' }).href,
  };
}
