/** Prints the statements that would bring the database of DATABASE_URL to what the entities say; none, when it is there. */
import './prepare.js';

const { DataSource } = await import('typeorm');
const { databaseOptions } = await import('../dist/src/database/database-options.js');

if (!process.env.DATABASE_URL) {
  console.error('Set DATABASE_URL to a scratch PostgreSQL database; migrations are run on it first.');
  process.exit(1);
}
const entities = ['dist/src/**/*.entity.js'];
const source = new DataSource({ ...databaseOptions(process.env.DATABASE_URL), entities });
await source.initialize();
await source.runMigrations();
const { upQueries } = await source.driver.createSchemaBuilder().log();
for (const { query } of upQueries) console.log(`${query};`);
await source.destroy();
