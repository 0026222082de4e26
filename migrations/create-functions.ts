import { readFileSync } from 'node:fs';
import type { QueryRunner } from 'typeorm';
import { projectFile } from '../src/config/project-file.js';

/**
 * Makes functions of the database, or brings them to what their files in `migrations/functions` say today. The migration
 * that made a function and every one that has changed it call this, so that its text stands in one place.
 *
 * An old migration may so make a function of tables that a later one brings: what a body names is looked up when it
 * runs. A change of the parameters is another function for PostgreSQL: the migration drops the old one first, by its
 * parameters and `IF EXISTS`.
 */
export async function createFunctions(runner: QueryRunner, ...names: readonly string[]): Promise<void> {
  await runner.query('SET LOCAL check_function_bodies = off');
  for (const name of names)
    await runner.query(readFileSync(projectFile(`migrations/functions/${name}.sql`), 'utf8'));
}
