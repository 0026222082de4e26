import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { UNNAMED } from '../../context/quoting/called-user.js';
import type { MessageRole } from '../../contracts/message.js';
import { storableJson } from '../../text/encoding/storable.js';
import { markChanged, refuseWhileTurnRuns } from './edits/story-changes.repository.js';

/** A version of a message from a file, as a row of its place. */
export interface HistoryRow {
  seq: number;
  version: number;
  chosen: boolean;
  role: MessageRole;
  speaker: string;
  label: string;
  content: string;
  tokens: number;
  at: Date;
  extras: string | null;
  /** Ids of those that it shows, as an array of PostgreSQL. */
  pictures: string;
}

/** Where a history is put. */
export interface HistoryPlace {
  ownerId: string;
  sessionId: string;
  branchId: string;
}

/** What a file says of its conversation as a whole: it stands where the session has none of its own. */
export interface HistoryHeader {
  extras: object | null;
  /** The author's note. */
  note: string;
  /** Who the user is there; '' where it does not say. It names a persona without a name. */
  user: string;
}

/** Appends histories to sessions. Callers have made sure that the session is the owner's. */
@Injectable()
export class HistoryRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Appends a history to a branch, all of it or nothing. A branch that holds only a greeting loses that first.
   *
   * @param batches the rows, some at a time, with numbers after the one that they are given
   * @throws Problem turn_running
   */
  async append(
    place: HistoryPlace,
    batches: (after: number) => AsyncIterable<readonly HistoryRow[]>,
    header: HistoryHeader,
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      let lastSeq = await this.begin(manager, place);
      for await (const rows of batches(lastSeq)) {
        await this.add(manager, place, rows);
        lastSeq = rows.at(-1)!.seq;
      }
      await this.end(manager, place, lastSeq, header);
    });
  }

  /** @returns the number of the branch's last message, 0 where that was the greeting alone */
  private async begin(manager: EntityManager, { sessionId, branchId }: HistoryPlace): Promise<number> {
    await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [branchId]);
    await refuseWhileTurnRuns(manager, sessionId);
    const [state] = await manager.query<[{ last_seq: number; only_greeting: boolean }]>(
      `SELECT b.last_seq, b.last_seq = 1 AND EXISTS (
           SELECT FROM messages WHERE branch_id = b.id AND seq = 1 AND role = 'assistant' AND turn_id IS NULL
         ) AS only_greeting
       FROM branches b WHERE b.id = $1`,
      [branchId],
    );
    if (!state.only_greeting) return state.last_seq;
    await manager.query('DELETE FROM messages WHERE branch_id = $1 AND seq = 1', [branchId]);
    await markChanged(manager, [branchId]);
    return 0;
  }

  private async add(
    manager: EntityManager,
    { ownerId, sessionId, branchId }: HistoryPlace,
    rows: readonly HistoryRow[],
  ): Promise<void> {
    const column = <Key extends keyof HistoryRow>(key: Key) => rows.map((row) => row[key]);
    await manager.query(
      `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, chosen, role, speaker, label, content, tokens, created_at, extras, pictures, status)
       SELECT $1, $2, $3, u.seq, u.version, u.chosen, u.role, u.speaker, u.label, u.content, u.tokens, u.at, u.extras, u.pictures::uuid[], 'complete'
       FROM unnest($4::int[], $5::int[], $6::bool[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int[], $12::timestamptz[], $13::jsonb[], $14::text[])
         AS u (seq, version, chosen, role, speaker, label, content, tokens, at, extras, pictures)`,
      [
        ownerId,
        sessionId,
        branchId,
        column('seq'),
        column('version'),
        column('chosen'),
        column('role'),
        column('speaker'),
        column('label'),
        column('content'),
        column('tokens'),
        column('at'),
        column('extras'),
        column('pictures'),
      ],
    );
  }

  private async end(
    manager: EntityManager,
    { sessionId, branchId }: HistoryPlace,
    lastSeq: number,
    { extras, note, user }: HistoryHeader,
  ): Promise<void> {
    await manager.query('UPDATE branches SET last_seq = $2 WHERE id = $1', [branchId, lastSeq]);
    await manager.query(
      `UPDATE sessions SET updated_at = now(), extras = coalesce(extras, $2::jsonb),
         note = CASE WHEN note = '' THEN $3 ELSE note END
       WHERE id = $1`,
      [sessionId, extras && storableJson(extras), note],
    );
    if (!user) return;
    await manager.query(
      `WITH named AS (
         UPDATE sessions SET persona_name = $2
         WHERE id = $1 AND persona_id IS NULL AND persona_name = ANY($3::text[]) RETURNING id
       )
       UPDATE session_members SET name = $2 WHERE kind = 'persona' AND session_id IN (SELECT id FROM named)`,
      [sessionId, user, Object.values(UNNAMED)],
    );
  }
}
