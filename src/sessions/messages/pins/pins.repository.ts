import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { FROM_STORY } from '../../story/from-story.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';

/** Which messages of a story are pinned. */
@Injectable()
export class PinsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Pins the place of a message, or takes its pin away.
   * @returns whether the story has such a message
   */
  async set(
    { id, branchId }: Pick<SessionSnapshot, 'id' | 'branchId'>,
    messageId: string,
    pinned: boolean,
  ): Promise<boolean> {
    const change = pinned
      ? `INSERT INTO pins (branch_id, seq) SELECT branch_id, seq FROM place ON CONFLICT DO NOTHING`
      : `DELETE FROM pins p USING place WHERE p.branch_id = place.branch_id AND p.seq = place.seq`;
    const [found] = await this.database.query<unknown[]>(
      // The session's row is written, so that a snapshot that was kept is known to be old.
      `WITH place AS (SELECT m.branch_id, m.seq ${FROM_STORY} AND m.id = $2), change AS (${change}),
         head AS (UPDATE sessions SET updated_at = updated_at WHERE id = $3)
       SELECT FROM place`,
      [branchId, messageId, id],
    );
    return found !== undefined;
  }
}
