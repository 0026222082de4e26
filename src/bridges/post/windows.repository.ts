import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { ReplyWindow } from '../core/reply-window.js';
import type { Bridged } from '../people/people.repository.js';
import type { NewInboxRow } from './inbox.repository.js';

export interface StoredWindow extends ReplyWindow {
  /** What came with the person's last message for answers to carry. */
  replyWith: string | null;
}

/** The rest of a reply of which its person was told: it follows when they ask for it. */
const REST = 'rest';

/** When people last wrote where they can only be answered, and what is held until they write again. */
@Injectable()
export class WindowsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Somebody wrote. What was written before the last message opens nothing: it came again. */
  async open(bridge: Bridged, chat: string, at: Date, replyWith: string | null): Promise<void> {
    await this.database.query(
      `INSERT INTO bridge_windows AS w (owner_id, bridge_id, chat, opened_at, reply_with)
       SELECT owner_id, id, $3, least($4::timestamptz, now()), $5 FROM bridges WHERE owner_id = $1 AND id = $2
       ON CONFLICT (bridge_id, chat) DO UPDATE
         SET opened_at = excluded.opened_at, sent = 0, reply_with = coalesce(excluded.reply_with, w.reply_with)
         WHERE w.opened_at < excluded.opened_at`,
      [bridge.ownerId, bridge.id, chat, at, replyWith],
    );
  }

  async find(bridge: Bridged, chat: string): Promise<StoredWindow | null> {
    const [found] = await this.database.query<StoredWindow[]>(
      `SELECT opened_at AS "openedAt", sent, reply_with AS "replyWith" FROM bridge_windows
       WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3`,
      [bridge.ownerId, bridge.id, chat],
    );
    return found ?? null;
  }

  /** Whether a person was told of more, and has not asked for it. */
  async hasRest(bridge: Bridged, chat: string): Promise<boolean> {
    const rows = await this.database.query<unknown[]>(
      `SELECT FROM bridge_outbox WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3 AND state = 'held' AND why = '${REST}'
       LIMIT 1`,
      [bridge.ownerId, bridge.id, chat],
    );
    return rows.length > 0;
  }

  /**
   * Holds what is to be sent in a chat: all of it, or replies alone.
   * @param why `rest` where the person was told so; anything else stood in its way
   * @returns how many
   */
  async hold(bridge: Bridged, chat: string, what: 'all' | 'replies', why: string): Promise<number> {
    const [, count] = await this.database.query<[unknown, number]>(
      `UPDATE bridge_outbox SET state = 'held', why = $4, attempted_at = NULL
       WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3 AND state = 'pending'
         AND ($5 = 'all' OR (burst IS NOT NULL AND session_id IS NOT NULL))`,
      [bridge.ownerId, bridge.id, chat, why, what],
    );
    return count;
  }

  /** Lets go of what is held in a chat, unless its person was told to ask for it. @returns whether there was something */
  async release(bridge: Bridged, chat: string): Promise<boolean> {
    const [, count] = await this.database.query<[unknown, number]>(
      `UPDATE bridge_outbox SET state = 'pending', why = NULL
       WHERE owner_id = $1 AND bridge_id = $2 AND chat = $3 AND state = 'held' AND why <> '${REST}'`,
      [bridge.ownerId, bridge.id, chat],
    );
    return count > 0;
  }

  /**
   * Lets go of all that is held in a chat, since its person asked for it: once for each message that asks.
   * @returns whether something was held, so that this was meant
   */
  async releaseRest(bridge: Bridged, row: NewInboxRow): Promise<boolean> {
    const [{ had }] = await this.database.query<[{ had: boolean }]>(
      `WITH held AS (
         SELECT id FROM bridge_outbox WHERE owner_id = $1 AND bridge_id = $2 AND chat = $4 AND state = 'held'
       ), asked AS (
         INSERT INTO bridge_inbox (owner_id, bridge_id, identity_id, chat, message_id, author, author_name, kind, text, weight, state)
         SELECT $1, $2, $3, $4, $5, $6, $7, 'command', '', 0, 'done' WHERE EXISTS (SELECT FROM held)
         ON CONFLICT (bridge_id, chat, message_id) DO NOTHING RETURNING id
       ), released AS (
         UPDATE bridge_outbox SET state = 'pending', why = NULL
         WHERE id IN (SELECT id FROM held) AND EXISTS (SELECT FROM asked)
       )
       SELECT EXISTS (SELECT FROM held) AS had`,
      [bridge.ownerId, bridge.id, row.identityId, row.chat, row.messageId, row.author, row.authorName],
    );
    return had;
  }
}
