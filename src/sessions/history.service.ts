import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { dayLabel } from '../context/label.js';
import { Problem } from '../problem.js';
import { describe } from '../problem.filter.js';
import { estimateTokens } from '../text/tokens.js';
import type { MessageView } from '../wire.js';
import { type PastMessage, readHistory } from './history-file.js';
import { Memory } from './memory.service.js';
import { type SessionHead, SessionHeads } from './session-head.js';
import { RecallStretches } from './recall-stretches.js';
import { Story } from './story.service.js';
import { Transcripts } from './transcripts.js';

const BATCH = 5000;

/** Histories in and out. */
@Injectable()
export class Histories {
  private readonly logger = new Logger(Histories.name);

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly heads: SessionHeads,
    private readonly story: Story,
    private readonly transcripts: Transcripts,
    private readonly memory: Memory,
    private readonly stretches: RecallStretches,
  ) {}

  /**
   * Appends a history to a session, all of it or nothing. A session that holds only its greeting loses that first.
   * @returns how many messages were taken in
   * @throws Problem history_unreadable, turn_running, not_found
   */
  async import(ownerId: string, sessionId: string, file: Uint8Array): Promise<{ imported: number }> {
    const past = readHistory(new TextDecoder().decode(file));
    const head = await this.heads.read(ownerId, sessionId);
    const lastLabel = await this.story.lastLabel(head.branchId);
    await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [head.branchId]);
      const [state] = await manager.query<[{ last_seq: number; turns: number; only_greeting: boolean }]>(
        `SELECT b.last_seq, (SELECT count(*)::int FROM turns WHERE session_id = $1 AND status IN ('running', 'queued')) AS turns,
           b.last_seq = 1 AND EXISTS (
             SELECT FROM messages WHERE branch_id = b.id AND seq = 1 AND role = 'assistant' AND turn_id IS NULL
           ) AS only_greeting
         FROM branches b WHERE b.id = $2`,
        [sessionId, head.branchId],
      );
      if (state.turns) {
        throw new Problem('turn_running', 'A reply is still being written. Wait for it, or stop it first.');
      }
      let seq = state.last_seq;
      if (state.only_greeting) {
        await manager.query('DELETE FROM messages WHERE branch_id = $1 AND seq = 1', [head.branchId]);
        await manager.query('UPDATE branches SET revision = revision + 1 WHERE id = $1', [head.branchId]);
        seq = 0;
      }
      const rows = rowsOf(past, head, lastLabel);
      for (let at = 0; at < rows.length; at += BATCH) {
        const batch = rows.slice(at, at + BATCH);
        const column = <Key extends keyof (typeof batch)[number]>(key: Key) => batch.map((row) => row[key]);
        await manager.query(
          `INSERT INTO messages (owner_id, session_id, branch_id, seq, role, speaker, label, content, tokens, created_at, status)
           SELECT $1, $2, $3, $4 + u.ordinality, u.role, u.speaker, u.label, u.content, u.tokens, u.at, 'complete'
           FROM unnest($5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::timestamptz[])
             WITH ORDINALITY AS u (role, speaker, label, content, tokens, at, ordinality)`,
          [
            ownerId,
            sessionId,
            head.branchId,
            seq + at,
            column('role'),
            column('speaker'),
            column('label'),
            column('content'),
            column('tokens'),
            column('at'),
          ],
        );
      }
      await manager.query('UPDATE branches SET last_seq = $2 WHERE id = $1', [
        head.branchId,
        seq + rows.length,
      ]);
      await manager.query('UPDATE sessions SET updated_at = now() WHERE id = $1', [sessionId]);
    });
    this.transcripts.forget(sessionId);
    this.heads
      .read(ownerId, sessionId)
      .then(async (grown) => {
        await this.memory.tend(grown);
        // Indexed now, so that no turn has to wait for it.
        await this.stretches.before(grown.branchId, grown.lastSeq);
      })
      .catch((error: unknown) => this.logger.warn(`A long history folds later: ${describe(error)}`));
    return { imported: past.length };
  }

  /** All that was said, page by page, oldest first. */
  async *messages(ownerId: string, sessionId: string): AsyncGenerator<MessageView[]> {
    const head = await this.heads.read(ownerId, sessionId);
    for (let after = 0; ;) {
      const items = await this.story.following(head.branchId, after, 500);
      if (!items.length) return;
      yield items;
      after = items[items.length - 1]!.seq;
    }
  }
}

/** What has no date was said between its neighbours, or now. */
function rowsOf(past: readonly PastMessage[], head: SessionHead, lastLabel: string) {
  let at = past.find((message) => message.at)?.at ?? new Date();
  return past.map((message) => {
    at = message.at ?? at;
    // Labels tell dates that are known.
    const label =
      message.role === 'user' && message.at
        ? dayLabel(at, head.timeZone, lastLabel, head.opening.language)
        : '';
    lastLabel = label || lastLabel;
    return {
      role: message.role,
      speaker: message.speaker || (message.role === 'user' ? head.persona.name : head.name),
      label,
      content: message.content,
      tokens: estimateTokens(label + message.content),
      at,
    };
  });
}
