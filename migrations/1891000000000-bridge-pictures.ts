import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Pictures that come by bridges, and which rooms are for those who are old enough. */
export class BridgePictures1891000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bridge_inbox
        ADD pictures jsonb NOT NULL DEFAULT '[]'
          CONSTRAINT bridge_inbox_pictures CHECK (jsonb_typeof(pictures) = 'array'),
        ADD weight int NOT NULL DEFAULT 1;
      -- Said anew with each message that comes from there.
      ALTER TABLE bridge_identities ADD is_age_restricted boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE bridge_identities DROP is_age_restricted;
      ALTER TABLE bridge_inbox DROP weight, DROP pictures`);
  }
}
