import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The index of recall for sources. It is made anew where it is missing. */
export class SourceIndexes1837000000000 implements MigrationInterface {
  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      CREATE TABLE source_indexes (
        source_id uuid NOT NULL CONSTRAINT source_indexes_source REFERENCES sources ON DELETE CASCADE,
        n int NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT source_indexes_pk PRIMARY KEY (source_id, n)
      )`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query('DROP TABLE source_indexes');
  }
}
