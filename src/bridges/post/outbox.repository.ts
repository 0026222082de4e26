import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Bridged } from '../people/people.repository.js';

/** A message that goes out. */
export interface OutboxRow {
  id: string;
  chat: string;
  burst: string | null;
  position: number;
  replyTo: string | null;
  sessionId: string | null;
  text: string;
  platformId: string | null;
  attemptedAt: Date | null;
  /** Whose words they are, where it is a reply. */
  face: { characterId: string; name: string } | null;
  /** It is the end of a reply. */
  isLast: boolean;
}

/** What messages answer. */
export interface Answered {
  chat: string;
  burst: string | null;
  replyTo: string | null;
  sessionId: string | null;
}

const COLUMNS = `o.id, o.chat, o.burst, o.position, o.reply_to AS "replyTo", o.session_id AS "sessionId", o.text, o.platform_id AS "platformId",
  o.attempted_at AS "attemptedAt", o.burst IS NOT NULL AND o.session_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM bridge_outbox l WHERE l.burst = o.burst AND l.position > o.position) AS "isLast",
  (SELECT json_build_object('characterId', c.id, 'name', c.name) FROM sessions s JOIN characters c ON c.id = s.character_id
    WHERE s.id = o.session_id AND o.burst IS NOT NULL) AS face`;

/** What goes out, a row a message, with what became of it. */
@Injectable()
export class OutboxRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Keeps messages to be sent, and with them that what they answer is answered. The first of them takes the place of a
   * preview that was shown.
   */
  async keep(
    bridge: Bridged,
    answered: Answered,
    texts: readonly string[],
    inboxIds: readonly string[],
  ): Promise<void> {
    await this.database.query(
      `WITH done AS (
         UPDATE bridge_inbox SET state = 'done', length = char_length(text), text = '', pictures = '[]'
         WHERE owner_id = $1 AND bridge_id = $2 AND id = ANY ($8)
       )
       INSERT INTO bridge_outbox AS o (owner_id, bridge_id, chat, burst, position, reply_to, session_id, text)
       SELECT $1, $2, $3, $4, t.place - 1, CASE WHEN t.place = 1 THEN $5 END, $6::uuid, t.text
       FROM unnest($7::text[]) WITH ORDINALITY AS t (text, place) ORDER BY t.place
       ON CONFLICT (burst, position) WHERE burst IS NOT NULL DO UPDATE
         SET text = excluded.text, state = 'pending', why = NULL,
           attempted_at = CASE WHEN o.platform_id IS NULL THEN o.attempted_at END`,
      [
        bridge.ownerId,
        bridge.id,
        answered.chat,
        answered.burst,
        answered.replyTo,
        answered.sessionId,
        texts,
        inboxIds,
      ],
    );
  }

  /**
   * The row of a reply that is shown while it grows: whether it arrived is not known until the platform has said so.
   */
  async preview(bridge: Bridged, answered: Answered): Promise<OutboxRow> {
    const [row] = await this.database.query<[OutboxRow]>(
      `INSERT INTO bridge_outbox AS o (owner_id, bridge_id, chat, burst, reply_to, session_id, text, state, why, attempted_at)
       VALUES ($1, $2, $3, $4, $5, $6, '', 'unconfirmed', 'preview', now())
       ON CONFLICT (burst, position) WHERE burst IS NOT NULL DO UPDATE SET attempted_at = now()
       RETURNING ${COLUMNS}`,
      [bridge.ownerId, bridge.id, answered.chat, answered.burst, answered.replyTo, answered.sessionId],
    );
    return row;
  }

  /** What is to be sent in a chat, or in all of them, in its order. */
  pending(bridge: Bridged, chat: string | null): Promise<OutboxRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM bridge_outbox o WHERE o.owner_id = $1 AND o.bridge_id = $2 AND o.state = 'pending'
         AND ($3::text IS NULL OR o.chat = $3) ORDER BY o.n LIMIT 500`,
      [bridge.ownerId, bridge.id, chat],
    );
  }

  /** Whether something is being written for a chat, and whether something is to be sent there. */
  async owed(bridge: Bridged, chat: string): Promise<{ writing: boolean; sending: boolean }> {
    const [owed] = await this.database.query<[{ writing: boolean; sending: boolean }]>(
      `SELECT EXISTS (SELECT FROM bridge_inbox WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3
           AND state IN ('waiting', 'taken')) AS writing,
         EXISTS (SELECT FROM bridge_outbox WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3
           AND state = 'pending') AS sending`,
      [bridge.ownerId, bridge.id, chat],
    );
    return owed;
  }

  /** The end of the last reply that was sent in a chat. */
  async lastReply(bridge: Bridged, chat: string): Promise<OutboxRow | null> {
    const [row] = await this.database.query<OutboxRow[]>(
      `SELECT ${COLUMNS} FROM bridge_outbox o WHERE o.owner_id = $1 AND o.bridge_id = $2 AND o.chat = $3
         AND o.burst IS NOT NULL AND o.session_id IS NOT NULL ORDER BY o.n DESC LIMIT 1`,
      [bridge.ownerId, bridge.id, chat],
    );
    return row ?? null;
  }

  /** It is handed to the platform; where what may be sent is counted, it counts. */
  async attempt(bridge: Bridged, { id, chat }: OutboxRow): Promise<void> {
    await this.database.query(
      `WITH counted AS (
         UPDATE bridge_windows SET sent = sent + 1 WHERE owner_id = $1 AND bridge_id = $2 AND chat = $4
       )
       UPDATE bridge_outbox SET attempted_at = now() WHERE owner_id = $1 AND bridge_id = $2 AND id = $3`,
      [bridge.ownerId, bridge.id, id, chat],
    );
  }

  /** The platform has not taken it: it is not on its way, and may be sent again. */
  async takeBack(bridge: Bridged, { id, chat }: OutboxRow): Promise<void> {
    await this.database.query(
      `WITH counted AS (
         UPDATE bridge_windows SET sent = greatest(0, sent - 1) WHERE owner_id = $1 AND bridge_id = $2 AND chat = $4
       )
       UPDATE bridge_outbox SET attempted_at = NULL WHERE owner_id = $1 AND bridge_id = $2 AND id = $3`,
      [bridge.ownerId, bridge.id, id, chat],
    );
  }

  /** @param why code of what stood in its way */
  async settle(
    bridge: Bridged,
    id: string,
    state: 'sent' | 'unconfirmed' | 'refused',
    platformId: string | null,
    why: string | null,
  ): Promise<void> {
    await this.database.query(
      `UPDATE bridge_outbox SET state = $4, platform_id = coalesce($5, platform_id), why = $6, text = ''
       WHERE owner_id = $1 AND bridge_id = $2 AND id = $3`,
      [bridge.ownerId, bridge.id, id, state, platformId, why],
    );
  }

  /** Whether a message of the platform's is one of ours. */
  async isOurs(bridge: Bridged, chat: string, platformId: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      'SELECT FROM bridge_outbox WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3 AND platform_id = $4 LIMIT 1',
      [bridge.ownerId, bridge.id, chat, platformId],
    );
    return rows.length > 0;
  }
}
