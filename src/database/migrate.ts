import { DataSource, MigrationExecutor } from 'typeorm';
import { databaseOptions } from './database-options.js';
import { adoptEarlierTables } from './earlier-versions.js';

/** Makes what is missing of the schema, all of it or nothing. It may take as long as it takes. */
export async function migrate(url: string): Promise<void> {
  const source = new DataSource({ ...databaseOptions(url), poolSize: 1, extra: {} });
  await source.initialize();
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    await adoptEarlierTables(runner);
    await new MigrationExecutor(source, runner).executePendingMigrations();
    await runner.commitTransaction();
  } finally {
    // What was not committed ends with its connection.
    await runner.release();
    await source.destroy();
  }
}
