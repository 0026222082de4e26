import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys that programs sign in with, what each has taken, and the latest of what came with them. */
export class ApiKeys1869000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT api_keys_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT api_keys_owner REFERENCES owners ON DELETE CASCADE,
        hash bytea NOT NULL,
        name text NOT NULL CONSTRAINT api_keys_name_length CHECK (length(name) BETWEEN 1 AND 100),
        hint text NOT NULL,
        scopes text[] NOT NULL,
        expires_at timestamptz,
        requests_per_minute int,
        requests_per_day int,
        tokens_per_minute int,
        tokens_per_day int,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        last_address text NOT NULL DEFAULT ''
      );
      CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);
      CREATE INDEX api_keys_of_owner ON api_keys (owner_id, created_at);

      CREATE TABLE api_key_days (
        key_id uuid NOT NULL CONSTRAINT api_key_days_key REFERENCES api_keys ON DELETE CASCADE,
        day date NOT NULL,
        requests int NOT NULL DEFAULT 0,
        tokens bigint NOT NULL DEFAULT 0,
        CONSTRAINT api_key_days_pk PRIMARY KEY (key_id, day)
      );

      CREATE TABLE api_calls (
        id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT api_calls_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT api_calls_owner REFERENCES owners ON DELETE CASCADE,
        key_name text NOT NULL,
        at timestamptz NOT NULL,
        method text NOT NULL,
        route text NOT NULL,
        status int NOT NULL,
        ms int NOT NULL
      );
      CREATE INDEX api_calls_of_owner ON api_calls (owner_id, at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE api_calls, api_key_days, api_keys');
  }
}
