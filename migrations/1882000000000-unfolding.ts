import type { MigrationInterface, QueryRunner } from 'typeorm';

const MOVES = ['sheet', 'fold', 'edit', 'branch', 'rule', 'source', 'persona', 'clock', 'upgrade', 'prompt'];
const STATUSES = ['ready', 'standing', 'replaced', 'undone'];

/** Entries that wait for the next need while a larger window holds their messages, and how large it was before. */
export class Unfolding1882000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.constrain(runner, [...MOVES, 'unfold'], [...STATUSES, 'resting']);
    await runner.query(`
      ALTER TABLE branches
        -- The chronicle's number when messages last came back.
        ADD unfolded int NOT NULL DEFAULT 0,
        -- In tokens, what could be sent when it last folded.
        ADD fold_room int`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE branches DROP unfolded, DROP fold_room;
      DELETE FROM folds WHERE status = 'resting';
      UPDATE sessions SET moved_by = 'fold' WHERE moved_by = 'unfold'`);
    await this.constrain(runner, MOVES, STATUSES);
  }

  private async constrain(runner: QueryRunner, moves: string[], statuses: string[]): Promise<void> {
    const list = (values: string[]) => values.map((value) => `'${value}'`).join(', ');
    await runner.query(`
      ALTER TABLE sessions DROP CONSTRAINT sessions_moved_by,
        ADD CONSTRAINT sessions_moved_by CHECK (moved_by IN (${list(moves)}));
      ALTER TABLE folds DROP CONSTRAINT folds_status,
        ADD CONSTRAINT folds_status CHECK (status IN (${list(statuses)}))`);
  }
}
