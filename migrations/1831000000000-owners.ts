import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Whoever owns rows, how they come in, and the processes that work for them. */
export class Owners1831000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE owners (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT owners_pk PRIMARY KEY,
        name text NOT NULL,
        -- When the sample characters were given: once, so that deleted ones stay away.
        samples_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      -- One-time codes of sign-in links, and the cookies that they were changed for; only their hashes.
      CREATE TABLE sign_ins (
        id uuid DEFAULT gen_random_uuid() CONSTRAINT sign_ins_pk PRIMARY KEY,
        owner_id uuid NOT NULL CONSTRAINT sign_ins_owner REFERENCES owners ON DELETE CASCADE,
        kind text NOT NULL CONSTRAINT sign_ins_kind CHECK (kind IN ('code', 'cookie')),
        hash bytea NOT NULL,
        -- Of the owner's token when this was made: good only as long as that is the token.
        token_hash bytea NOT NULL,
        address text NOT NULL DEFAULT '',
        device text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL
      );
      CREATE UNIQUE INDEX sign_ins_hash ON sign_ins (hash);
      CREATE INDEX sign_ins_expiry ON sign_ins (expires_at);

      CREATE SEQUENCE process_numbers AS int CYCLE;
    `);
    await createFunctions(runner, 'process_is_alive');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION process_is_alive;
      DROP SEQUENCE process_numbers;
      DROP TABLE sign_ins, owners;
    `);
  }
}
