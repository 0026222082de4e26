import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createFunctions } from './create-functions.js';

/** Pictures are known by their hashes, and are kept in small beside them, each made when it is first asked for. */
export class Thumbnails1857000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createFunctions(runner, 'keep_avatar_hash');
    await runner.query(`
      ALTER TABLE avatars ADD sha256 bytea;
      CREATE TRIGGER avatars_hash BEFORE INSERT OR UPDATE OF bytes ON avatars
        FOR EACH ROW EXECUTE FUNCTION keep_avatar_hash();
      UPDATE avatars SET bytes = bytes;
      ALTER TABLE avatars ALTER sha256 SET NOT NULL;
      CREATE TABLE avatar_thumbnails (
        character_id uuid CONSTRAINT avatar_thumbnails_avatar REFERENCES avatars ON DELETE CASCADE,
        size int CONSTRAINT avatar_thumbnails_size CHECK (size IN (96, 192, 384, 768)),
        -- The hash of the picture that it was made of: after a change it is none of the picture's.
        made_of bytea NOT NULL,
        bytes bytea NOT NULL,
        CONSTRAINT avatar_thumbnails_pk PRIMARY KEY (character_id, size)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE avatar_thumbnails;
      DROP TRIGGER avatars_hash ON avatars;
      DROP FUNCTION keep_avatar_hash();
      ALTER TABLE avatars DROP sha256`);
  }
}
