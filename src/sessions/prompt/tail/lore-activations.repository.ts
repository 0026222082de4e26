import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

/** When lorebook entries were activated that stay for a while, pause, or come only once. */
@Injectable()
export class LoreActivationsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** When each was last activated in a branch's story before a number. Callers have made sure that the branch is the owner's. */
  async before(branchId: string, seq: number, entries: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ entry: string; seq: number }[]>(
      `SELECT t.entry, max(t.seq) AS seq
       FROM branch_segments g
       JOIN lore_activations t ON t.branch_id = g.of_branch_id AND t.entry = ANY ($3) AND t.seq BETWEEN g.from_seq AND g.to_seq
       WHERE g.branch_id = $1 AND t.seq < $2 GROUP BY t.entry`,
      [branchId, seq, entries],
    );
    return new Map(rows.map(({ entry, seq: at }) => [entry, at]));
  }

  async remember(branchId: string, seq: number, entries: readonly string[]): Promise<void> {
    await this.database.query(
      `INSERT INTO lore_activations (branch_id, entry, seq) SELECT $1, unnest($3::text[]), $2 ON CONFLICT DO NOTHING`,
      [branchId, seq, entries],
    );
  }
}
