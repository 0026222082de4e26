import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often reading something ended a process, so that it is given up in the end; and files in pieces, so that a large
 * one is never in memory as a whole.
 */
export class ReadingDeaths1817000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ingests ADD under_way text, ADD deaths jsonb NOT NULL DEFAULT '{}'`);
    await runner.query(
      `ALTER TABLE ingests ADD CONSTRAINT ingests_under_way CHECK (under_way IS NULL OR status = 'running')`,
    );
    await runner.query(`
      CREATE TABLE ingest_file_pieces (
        ingest_id uuid NOT NULL,
        n integer NOT NULL,
        piece integer NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT ingest_file_pieces_pk PRIMARY KEY (ingest_id, n, piece),
        CONSTRAINT ingest_file_pieces_file FOREIGN KEY (ingest_id, n) REFERENCES ingest_files ON DELETE CASCADE
      )`);
    // What is taken in is compressed already, or soon gone.
    await runner.query('ALTER TABLE ingest_file_pieces ALTER bytes SET STORAGE EXTERNAL');
    await runner.query(`
      INSERT INTO ingest_file_pieces
      SELECT ingest_id, n, piece, substring(bytes FROM piece * 2097152 + 1 FOR 2097152)
      FROM ingest_files, generate_series(0, (length(bytes) - 1) / 2097152) AS piece`);
    await runner.query('ALTER TABLE ingest_files DROP bytes');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE ingest_files ADD bytes bytea NOT NULL DEFAULT ''`);
    await runner.query(`
      UPDATE ingest_files f SET bytes = p.bytes
      FROM (SELECT ingest_id, n, string_agg(bytes, '' ORDER BY piece) AS bytes
            FROM ingest_file_pieces GROUP BY ingest_id, n) p
      WHERE p.ingest_id = f.ingest_id AND p.n = f.n`);
    await runner.query('ALTER TABLE ingest_files ALTER bytes DROP DEFAULT');
    await runner.query('DROP TABLE ingest_file_pieces');
    await runner.query('ALTER TABLE ingests DROP under_way, DROP deaths');
  }
}
