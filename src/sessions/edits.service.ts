import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Problem } from '../problem.js';
import { storable } from '../text/clean.js';
import { estimateTokens } from '../text/tokens.js';
import type { MessageView } from '../wire.js';
import { Chronicles } from './chronicle.service.js';
import { Memory } from './memory.service.js';
import { RecallStretches } from './recall-stretches.js';
import { Story } from './story.service.js';
import { Transcripts } from './transcripts.js';

/** Changing what was said: a new version beside the old one, which stays. */
@Injectable()
export class Edits {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly memory: Memory,
    private readonly chronicles: Chronicles,
    private readonly transcripts: Transcripts,
    private readonly story: Story,
    private readonly stretches: RecallStretches,
  ) {}

  /**
   * Gives a message another text. What was sent ahead of it stays a kept prefix; the entry of the chronicle that stands
   * for it is written anew.
   *
   * @throws Problem not_found, empty_message, turn_running
   */
  async edit(ownerId: string, sessionId: string, messageId: string, text: string): Promise<MessageView> {
    const content = storable(text);
    if (content.trim() === '') {
      throw new Problem('empty_message', 'A message cannot become empty: write something, or leave it.');
    }
    const head = await this.memory.settled(ownerId, sessionId);
    const [old] = await this.database.query<{ seq: number; label: string }[]>(
      'SELECT seq, label FROM messages WHERE id = $1 AND branch_id = $2 AND chosen',
      [messageId, head.branchId],
    );
    if (!old) {
      throw new Problem(
        'not_found',
        'There is no such message in the story as it stands: it may have another version by now.',
      );
    }
    const before =
      old.seq > head.foldedSeq + 1 ? (await this.transcripts.upTo(head, old.seq - 1)).markSent() : null;
    const made = await this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM branches WHERE id = $1 FOR UPDATE', [head.branchId]);
      const [{ running }] = await manager.query<[{ running: boolean }]>(
        `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status IN ('running', 'queued')) AS running`,
        [sessionId],
      );
      if (running) {
        throw new Problem('turn_running', 'A reply is still being written. Wait for it, or stop it first.');
      }
      const [rows] = await manager.query<[unknown[]]>(
        'UPDATE messages SET chosen = false WHERE id = $1 AND chosen RETURNING id',
        [messageId],
      );
      if (!rows.length) throw new Problem('not_found', 'This message has another version by now.');
      const [row] = await manager.query<[{ id: string }]>(
        `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, role, speaker, label, content, tokens, status, turn_id, created_at)
         SELECT owner_id, session_id, branch_id, seq,
           (SELECT max(version) + 1 FROM messages v WHERE v.branch_id = m.branch_id AND v.seq = m.seq),
           role, speaker, label, $2, $3, 'complete', turn_id, created_at
         FROM messages m WHERE id = $1 RETURNING id`,
        [messageId, content, estimateTokens(old.label + content)],
      );
      await manager.query('UPDATE branches SET revision = revision + 1 WHERE id = $1', [head.branchId]);
      // Of what was sent, all ahead of this message stands.
      if (before) {
        await manager.query(
          `UPDATE sessions SET sent_bytes = $2, sent_hash = $3, moved_by = 'edit'
           WHERE id = $1 AND sent_hash IS NOT NULL AND sent_bytes > $2`,
          [sessionId, before.bytes, before.hash],
        );
      }
      return row;
    });
    this.transcripts.forget(sessionId);
    await this.stretches.changed(head.branchId, old.seq);
    if (old.seq <= head.foldedSeq) await this.chronicles.rewriteFor(ownerId, sessionId, old.seq);
    return (await this.story.message(made.id))!;
  }
}
