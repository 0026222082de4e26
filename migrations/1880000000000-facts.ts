import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told of somebody and may change, as dated lines. */
export class Facts1880000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE facts (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT facts_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT facts_owner REFERENCES owners ON DELETE CASCADE,
        session_id uuid NOT NULL CONSTRAINT facts_session REFERENCES sessions ON DELETE CASCADE,
        message_id uuid NOT NULL CONSTRAINT facts_message REFERENCES messages ON DELETE CASCADE,
        about text NOT NULL,
        topic text NOT NULL CONSTRAINT facts_topic CHECK (topic IN
          ('home', 'work', 'study', 'partner', 'family', 'pet', 'health', 'plan', 'promise', 'other')),
        thing text NOT NULL DEFAULT '',
        text text NOT NULL,
        made_by text NOT NULL CONSTRAINT facts_made_by CHECK (made_by IN ('model', 'rule', 'person')),
        dismissed boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT facts_of_message UNIQUE (message_id, about, topic, thing)
      );
      CREATE INDEX facts_of_session ON facts (session_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE facts');
  }
}
