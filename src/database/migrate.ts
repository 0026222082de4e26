import { DataSource } from 'typeorm';
import { databaseOptions } from './database-options.js';

/** Makes what is missing of the schema, all of it or nothing. It may take as long as it takes. */
export async function migrate(url: string): Promise<void> {
  const source = new DataSource({ ...databaseOptions(url), poolSize: 1, extra: {} });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
