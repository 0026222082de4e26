import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { Bridged } from '../people/people.repository.js';
import type { InboundPicture, KnownChat } from '../running/platform.js';

/** A message that came in. */
export interface InboxRow {
  id: string;
  identityId: string;
  chat: string;
  messageId: string;
  author: string;
  authorName: string;
  kind: 'said' | 'command';
  text: string;
  pictures: readonly InboundPicture[];
  state: 'waiting' | 'taken' | 'done' | 'left';
  burst: string | null;
  tries: number;
  receivedAt: Date;
}

/** What messages became in a session. */
export interface Said {
  burst: string;
  sessionId: string;
  /** Those that were said at once, in their order. */
  lines: { messageId: string; length: number }[];
}

export type NewInboxRow = Omit<InboxRow, 'id' | 'state' | 'burst' | 'tries' | 'receivedAt'> & {
  editedAt: Date | null;
  /** For how many messages it counts on its day. */
  weight: number;
};

const COLUMNS = `id, identity_id AS "identityId", chat, message_id AS "messageId", author, author_name AS "authorName", kind,
  text, pictures, state, burst, tries, received_at AS "receivedAt"`;

/** Of the last day of a chat, so many messages may have been changed while nobody was there. */
const MOST_RECENT = 50;
/** An edit that was not taken over yet; one whose time is not known is. */
const isNew = (at: string) => `(${at}::timestamptz IS NULL OR edited_at IS NULL OR edited_at < ${at})`;

/** What came in, kept until it is answered; its number so long that no platform sends it again. */
@Injectable()
export class InboxRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * @param state `done` is what was carried out already: it is only known when it comes again
   * @returns null where it came before
   */
  async keep(
    bridge: Bridged,
    row: NewInboxRow,
    state: 'waiting' | 'done' = 'waiting',
  ): Promise<InboxRow | null> {
    const [kept] = await this.database.query<InboxRow[]>(
      `INSERT INTO bridge_inbox (owner_id, bridge_id, identity_id, chat, message_id, author, author_name, kind, text,
         pictures, weight, state, edited_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (bridge_id, chat, message_id) DO NOTHING RETURNING ${COLUMNS}`,
      [
        bridge.ownerId,
        bridge.id,
        row.identityId,
        row.chat,
        row.messageId,
        row.author,
        row.authorName,
        row.kind,
        row.text,
        JSON.stringify(row.pictures),
        row.weight,
        state,
        row.editedAt,
      ],
    );
    return kept ?? null;
  }

  /** How much came since midnight that counts, of somebody and of all. */
  async today(bridge: Bridged, author: string): Promise<{ own: number; all: number }> {
    const [row] = await this.database.query<[{ own: number; all: number }]>(
      `SELECT coalesce(sum(weight) FILTER (WHERE author = $3), 0)::int AS own, coalesce(sum(weight), 0)::int AS all
       FROM bridge_inbox
       WHERE owner_id = $1 AND bridge_id = $2 AND received_at >= date_trunc('day', now())`,
      [bridge.ownerId, bridge.id, author],
    );
    return row;
  }

  /** What is not answered yet, in the order in which it came. */
  open(bridge: Bridged): Promise<InboxRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM bridge_inbox WHERE owner_id = $1 AND bridge_id = $2 AND state IN ('waiting', 'taken')
       ORDER BY n`,
      [bridge.ownerId, bridge.id],
    );
  }

  /** Chats of which something was kept, how far, and what of late: of those who may talk, the liveliest first. */
  known(bridge: Bridged, most: number): Promise<KnownChat[]> {
    return this.database.query(
      `SELECT chat, "lastMessageId", ARRAY (
         SELECT r.message_id FROM bridge_inbox r WHERE r.owner_id = $1 AND r.bridge_id = $2 AND r.chat = last.chat
           AND r.kind = 'said' AND r.received_at > now() - interval '1 day' AND r.edited_at IS DISTINCT FROM 'infinity'
         ORDER BY r.n DESC LIMIT ${MOST_RECENT}) AS recent
       FROM (
         SELECT DISTINCT ON (i.chat) i.chat, i.message_id AS "lastMessageId", i.n
         FROM bridge_inbox i JOIN bridge_identities p ON p.id = i.identity_id AND NOT p.paused
           AND (p.paired_at IS NOT NULL OR p.session_id IS NOT NULL)
         WHERE i.owner_id = $1 AND i.bridge_id = $2 ORDER BY i.chat, i.n DESC) last
       ORDER BY n DESC LIMIT $3`,
      [bridge.ownerId, bridge.id, most],
    );
  }

  /**
   * Notes that some are being answered, together. What is answered already, or with another burst, is left out.
   * @param burst with which an earlier process took them; null: none did
   * @returns those that are, and their burst: the first of them
   */
  async take(
    bridge: Bridged,
    ids: readonly string[],
    burst: string | null,
  ): Promise<{ id: string; burst: string }[]> {
    const [taken] = await this.database.query<[{ id: string; burst: string }[], number]>(
      `WITH open AS (
         SELECT id, n FROM bridge_inbox WHERE owner_id = $1 AND bridge_id = $2 AND id = ANY ($3)
           AND CASE WHEN $4::uuid IS NULL THEN state = 'waiting' ELSE state = 'taken' AND burst = $4 END
         FOR UPDATE
       )
       UPDATE bridge_inbox i SET state = 'taken', tries = tries + 1,
         burst = coalesce($4, (SELECT id FROM open ORDER BY n LIMIT 1))
       FROM open WHERE i.id = open.id RETURNING i.id, i.burst`,
      [bridge.ownerId, bridge.id, ids, burst],
    );
    return taken;
  }

  /** Another text takes the place of one that was not said yet. @returns whether there was one */
  async edit(
    bridge: Bridged,
    chat: string,
    messageId: string,
    text: string | null,
    at: Date | null,
  ): Promise<boolean> {
    const [, count] = await this.database.query<[unknown, number]>(
      `UPDATE bridge_inbox SET text = coalesce($5, ''), pictures = CASE WHEN $5::text IS NULL THEN '[]' ELSE pictures END,
         state = CASE WHEN $5::text IS NULL THEN 'left' ELSE state END, edited_at = coalesce($6, edited_at)
       WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3 AND message_id = $4 AND state = 'waiting' AND kind = 'said'
         AND ${isNew('$6')}`,
      [bridge.ownerId, bridge.id, chat, messageId, text, at],
    );
    return count > 0;
  }

  /** Notes up to which edit a message of a platform's was taken over. @param text null: it was deleted */
  async noteEdit(
    bridge: Bridged,
    chat: string,
    messageId: string,
    text: string | null,
    at: Date | null,
  ): Promise<void> {
    await this.database.query(
      `UPDATE bridge_inbox SET edited_at = coalesce($5, edited_at), length = char_length($6)
       WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3 AND message_id = $4`,
      [bridge.ownerId, bridge.id, chat, messageId, text === null ? 'infinity' : at, text ?? ''],
    );
  }

  /** The burst with which a message was said, where it was, and an edit of it is new. */
  async burstOf(
    bridge: Bridged,
    chat: string,
    messageId: string,
    editedAt: Date | null,
  ): Promise<Said | null> {
    const [found] = await this.database.query<Said[]>(
      `SELECT i.burst, o.session_id AS "sessionId", (
         SELECT json_agg(json_build_object('messageId', l.message_id, 'length', l.length) ORDER BY l.n)
         FROM bridge_inbox l WHERE l.bridge_id = $2 AND l.burst = i.burst) AS lines
       FROM bridge_inbox i JOIN bridge_outbox o ON o.burst = i.burst AND o.position = 0 AND o.session_id IS NOT NULL WHERE i.owner_id = $1 AND i.bridge_id = $2 AND i.chat = $3 AND i.message_id = $4
         AND i.burst IS NOT NULL AND ${isNew('$5')}`,
      [bridge.ownerId, bridge.id, chat, messageId, editedAt],
    );
    return found ?? null;
  }

  /** @param state `left` is what will not be answered */
  async close(bridge: Bridged, ids: readonly string[], state: 'done' | 'left'): Promise<void> {
    await this.database.query(
      `UPDATE bridge_inbox SET state = $4, length = char_length(text), text = '', pictures = '[]'
       WHERE owner_id = $1 AND bridge_id = $2 AND id = ANY ($3)`,
      [bridge.ownerId, bridge.id, ids, state],
    );
  }

  /** Forgets what no platform will send again, of all owners. */
  async prune(): Promise<void> {
    await this.database.query(
      `DELETE FROM bridge_inbox WHERE state IN ('done', 'left') AND received_at < now() - interval '30 days'`,
    );
    await this.database.query(
      `DELETE FROM bridge_outbox WHERE state <> 'pending' AND created_at < now() - interval '30 days'`,
    );
    await this.database.query(`DELETE FROM bridge_windows WHERE opened_at < now() - interval '30 days'`);
  }
}
