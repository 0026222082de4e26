import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists by owner begin at the owner, so that they cost what one person has, however many there are.
 *
 * Ingests, characters, sessions, personas, sources and paid answers have such an index or key. What hangs on one of them
 * (sheets, sections, branches, messages, turns, folds) is found by the key of what it hangs on, which is its owner's:
 * an owner's id before those keys would make them longer and no look-up shorter, and one more index on messages and
 * turns would be written with every turn. Keys that are looked up before anybody is known (a cookie's hash) or for all
 * owners (what is open, what has expired, what is due) begin with what they are looked up by.
 */
export class OwnersFirst1835000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX sign_ins_of_owner ON sign_ins (owner_id);
      CREATE INDEX rules_of_owner ON rules (owner_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX sign_ins_of_owner, rules_of_owner');
  }
}
