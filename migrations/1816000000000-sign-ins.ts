import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Sign-ins can be listed and ended, and end with the token that they were made with. Nobody knows with which token the
 * cookies of older versions were made: they end with this upgrade, and everybody signs in once more.
 */
export class SignIns1816000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM sign_ins WHERE kind = 'code';
      UPDATE sign_ins SET expires_at = least(expires_at, now());
      ALTER TABLE sign_ins
        DROP CONSTRAINT sign_ins_pk,
        ADD id uuid DEFAULT gen_random_uuid() CONSTRAINT sign_ins_pk PRIMARY KEY,
        ADD token_hash bytea NOT NULL DEFAULT '',
        ADD created_at timestamptz NOT NULL DEFAULT now(),
        ADD last_seen_at timestamptz NOT NULL DEFAULT now(),
        ADD address text NOT NULL DEFAULT '',
        ADD device text NOT NULL DEFAULT '';
      ALTER TABLE sign_ins ALTER token_hash DROP DEFAULT, ALTER hash SET NOT NULL;
      CREATE UNIQUE INDEX sign_ins_hash ON sign_ins (hash);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX sign_ins_hash;
      ALTER TABLE sign_ins
        DROP id,
        DROP token_hash,
        DROP created_at,
        DROP last_seen_at,
        DROP address,
        DROP device,
        ADD CONSTRAINT sign_ins_pk PRIMARY KEY (hash);
    `);
  }
}
