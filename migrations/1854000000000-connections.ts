import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models as they are reached, several for an owner; characters and sessions may choose one. */
export class Connections1854000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE connections (
        id uuid CONSTRAINT connections_pk PRIMARY KEY DEFAULT gen_random_uuid(),
        owner_id uuid NOT NULL CONSTRAINT connections_owner REFERENCES owners ON DELETE CASCADE,
        name text NOT NULL CONSTRAINT connections_name CHECK (length(name) BETWEEN 1 AND 100),
        supplier text NOT NULL DEFAULT '',
        base_url text NOT NULL,
        -- Key and headers, sealed (secrets/sealed) with a key that is not in the database.
        secrets bytea,
        model text NOT NULL DEFAULT '',
        window_tokens int CONSTRAINT connections_window CHECK (window_tokens >= 1024),
        price jsonb,
        transport text NOT NULL DEFAULT 'chat'
          CONSTRAINT connections_transport CHECK (transport IN ('chat', 'responses', 'responses-ws')),
        preset jsonb NOT NULL DEFAULT '{}' CONSTRAINT connections_preset CHECK (jsonb_typeof(preset) = 'object'),
        refused jsonb NOT NULL DEFAULT '{}' CONSTRAINT connections_refused CHECK (jsonb_typeof(refused) = 'object'),
        is_default boolean NOT NULL DEFAULT false,
        is_background boolean NOT NULL DEFAULT false,
        from_environment boolean NOT NULL DEFAULT false,
        revision int NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX connections_of_owner ON connections (owner_id, created_at);
      CREATE UNIQUE INDEX connections_default ON connections (owner_id) WHERE is_default;
      CREATE UNIQUE INDEX connections_background ON connections (owner_id) WHERE is_background;
      CREATE UNIQUE INDEX connections_environment ON connections (owner_id) WHERE from_environment;
      ALTER TABLE characters ADD connection_id uuid
        CONSTRAINT characters_connection REFERENCES connections ON DELETE SET NULL;
      ALTER TABLE sessions ADD connection_id uuid
        CONSTRAINT sessions_connection REFERENCES connections ON DELETE SET NULL;
      CREATE INDEX characters_by_connection ON characters (connection_id) WHERE connection_id IS NOT NULL;
      CREATE INDEX sessions_by_connection ON sessions (connection_id) WHERE connection_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions DROP connection_id;
      ALTER TABLE characters DROP connection_id;
      DROP TABLE connections`);
  }
}
