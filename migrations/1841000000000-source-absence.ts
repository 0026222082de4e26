import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Why a prompt prefix is without the text of the sources, and how far they may be told. A prefix that does not say is
 * rendered anew when it is next asked for.
 */
export class SourceAbsence1841000000000 implements MigrationInterface {
  async up(query: QueryRunner): Promise<void> {
    await query.query(`
      ALTER TABLE openings
        ADD COLUMN source_absence text CONSTRAINT openings_source_absence
          CHECK (source_absence IN ('no_source', 'never', 'made_room', 'folded', 'too_long')),
        ADD COLUMN up_to_section int`);
  }

  async down(query: QueryRunner): Promise<void> {
    await query.query('ALTER TABLE openings DROP COLUMN source_absence, DROP COLUMN up_to_section');
  }
}
