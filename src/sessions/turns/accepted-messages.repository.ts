import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { PreparedStatements } from '../../database/prepared.js';
import { ProcessLock } from '../../database/process-lock.js';
import type { MessageVia } from '../../contracts/message.js';
import type { MemberView } from '../../contracts/session.js';
import { storableJson } from '../../text/encoding/storable.js';
import { characterOf, type SessionSnapshot } from '../story/session-snapshot.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import type { StartedTurn } from './turn-starts.repository.js';

/** What became of a message that was to be stored. */
export interface Accepted {
  messageId: string;
  seq: number;
  turnId: string;
  /** Present when the turn begins at once. */
  started?: StartedTurn;
  /** The same `clientId` was there before: nothing was made. */
  twin: boolean;
}

const ACCEPT = `SELECT * FROM accept_message($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)`;

const ACCEPT_ALL = `SELECT * FROM accept_messages($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

/** A user's message as it is to be stored. */
interface NewMessage {
  clientId: string | null;
  /** Who says it. */
  member: MemberView;
  content: string;
  /** As it was written, where a script of the card has changed it. */
  raw: string | null;
  /** By which bridge it came. */
  via: MessageVia | null;
  label: string;
  tokens: number;
  /** Those that it shows. */
  attached: readonly { id: string }[];
}

interface AcceptedRow {
  verdict: 'started' | 'queued' | 'twin' | 'stale';
  message_id: string;
  message_seq: number;
  turn_id: string;
  last_seq: number;
}

const jsonOf = (via: MessageVia | null) => via && storableJson(via);

/** Users' messages in the database: a function of its own locks the branch, so that numbers are given out in order. */
@Injectable()
export class AcceptedMessagesRepository {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly processLock: ProcessLock,
  ) {}

  /**
   * Stores a user's messages in their order, each once. One that comes alone starts the turn that answers it unless
   * one runs; several share the turn that is queued, which is for `startQueued` then.
   * @returns what became of each, and the snapshot as it is then
   * @throws SessionChangedError when the snapshot is old
   */
  async accept(
    snapshot: SessionSnapshot,
    messages: readonly NewMessage[],
    at: Date,
  ): Promise<{ snapshot: SessionSnapshot; accepted: Accepted[] }> {
    const replyId = randomUUID();
    const rows =
      messages.length === 1
        ? await this.acceptOne(snapshot, messages[0]!, at, replyId)
        : await this.acceptAll(snapshot, messages, at);
    const last = rows.at(-1);
    if (!last || last.verdict === 'stale') throw new SessionChangedError();
    const accepted = rows.map((row): Accepted => ({
      messageId: row.message_id,
      seq: row.message_seq,
      turnId: row.turn_id,
      twin: row.verdict === 'twin',
      ...(row.verdict === 'started'
        ? {
            started: {
              turnId: row.turn_id,
              kind: 'reply' as const,
              replyId,
              replySeq: row.last_seq,
              base: '',
              version: 1,
            },
          }
        : {}),
    }));
    return { snapshot: { ...snapshot, lastSeq: last.last_seq }, accepted };
  }

  private acceptOne(
    snapshot: SessionSnapshot,
    message: NewMessage,
    at: Date,
    replyId: string,
  ): Promise<AcceptedRow[]> {
    return this.statements.query<AcceptedRow>('accept-message', ACCEPT, [
      snapshot.ownerId,
      snapshot.id,
      snapshot.branchId,
      snapshot.stamp,
      snapshot.isCached ? snapshot.lastSeq : null,
      this.processLock.number,
      randomUUID(),
      message.clientId,
      message.member.name,
      message.label,
      message.content,
      message.tokens,
      at,
      randomUUID(),
      replyId,
      snapshot.name,
      message.member.id,
      characterOf(snapshot).id,
      message.raw,
      message.attached.map(({ id }) => id),
      jsonOf(message.via),
    ]);
  }

  private acceptAll(
    snapshot: SessionSnapshot,
    messages: readonly NewMessage[],
    at: Date,
  ): Promise<AcceptedRow[]> {
    return this.statements.query<AcceptedRow>('accept-messages', ACCEPT_ALL, [
      snapshot.ownerId,
      snapshot.id,
      snapshot.branchId,
      snapshot.stamp,
      snapshot.isCached ? snapshot.lastSeq : null,
      at,
      randomUUID(),
      messages.map(() => randomUUID()),
      messages.map(({ clientId }) => clientId),
      messages.map(({ label }) => label),
      messages.map(({ content }) => content),
      messages.map(({ tokens }) => tokens),
      messages.map(({ member }) => member.name),
      messages.map(({ member }) => member.id),
      messages.map(({ raw }) => raw),
      messages.map(({ attached }) => `{${attached.map(({ id }) => id).join(',')}}`),
      messages.map(({ via }) => jsonOf(via)),
    ]);
  }
}
