import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { describe } from '../../http/problem.filter.js';
import { within } from '../../process/deadline.js';
import { BridgesRepository } from '../bridges.repository.js';
import { type Answered, OutboxRepository, type OutboxRow } from '../post/outbox.repository.js';
import { divided } from '../core/divide.js';
import type { OpenBridge } from './open-bridge.js';
import { PlatformRefusal } from './platform.js';

/** A platform that has not answered within this may have taken the message all the same. */
const ANSWERS_WITHIN_MS = 30_000;
/** So often a message is sent again that its platform had no time for, and so long a pause is kept to. */
const MOST_TRIES = 6;
const LONGEST_PAUSE_MS = 60_000;
const SETTLES_WITHIN_MS = 2000;
const AGAIN_MS = 500;

/** Sends what stands in the outbox, one after another in each chat, and notes what became of it. */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger(Deliveries.name);
  /** What is being sent, by bridge and chat: what comes is sent after it. */
  private readonly lines = new Map<string, Promise<void>>();

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly events: BridgesRepository,
  ) {}

  /** Keeps a text to be sent, divided as the platform wants it, and begins to send it. */
  async post(
    bridge: OpenBridge,
    answered: Answered,
    text: string,
    inboxIds: readonly string[],
  ): Promise<void> {
    const { maxLen, unit } = bridge.link.caps;
    await this.outbox.keep(bridge, answered, divided(text, maxLen, unit), inboxIds);
    void this.flush(bridge, answered.chat);
  }

  /**
   * Whether a message of the platform's is one that went out. One that is just being sent may be answered before its id
   * is stored here: that is waited for, a moment.
   */
  async isOurs(bridge: OpenBridge, chat: string, platformId: string): Promise<boolean> {
    if (await this.outbox.isOurs(bridge, chat, platformId)) return true;
    const sending = this.lines.get(`${bridge.id} ${chat}`);
    if (!sending) return false;
    await within(SETTLES_WITHIN_MS, sending);
    return this.outbox.isOurs(bridge, chat, platformId);
  }

  /** What an earlier process left: what it had not begun with is sent, the rest is told. */
  async resume(bridge: OpenBridge): Promise<void> {
    const rows = await this.outbox.pending(bridge, null);
    for (const row of rows) {
      if (row.attemptedAt && !isRepeatable(bridge, row)) await this.notConfirmed(bridge, row, 'interrupted');
    }
    for (const chat of new Set(rows.map((row) => row.chat))) void this.flush(bridge, chat);
  }

  /** Sends what waits in a chat, behind what is being sent there. */
  private flush(bridge: OpenBridge, chat: string): Promise<void> {
    const key = `${bridge.id} ${chat}`;
    const line = (this.lines.get(key) ?? Promise.resolve())
      .then(() => this.sendAll(bridge, chat))
      .catch((error: unknown) => this.logger.error(`Sending failed: ${describe(error)}`))
      .finally(() => {
        if (this.lines.get(key) === line) this.lines.delete(key);
      });
    this.lines.set(key, line);
    return line;
  }

  private async sendAll(bridge: OpenBridge, chat: string): Promise<void> {
    for (const row of await this.outbox.pending(bridge, chat)) {
      if (!(await this.sendOne(bridge, row))) return;
    }
  }

  /** @returns whether to go on */
  private async sendOne(bridge: OpenBridge, row: OutboxRow): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      await bridge.connected();
      if (bridge.closed.aborted) return false;
      if (!row.attemptedAt) await this.outbox.attempt(bridge, row.id);
      try {
        const platformId = await this.hand(bridge, row);
        if (platformId === null) await this.notConfirmed(bridge, row, 'no_id');
        else await this.outbox.settle(bridge, row.id, 'sent', platformId, null);
        bridge.went();
        return true;
      } catch (error) {
        if (bridge.closed.aborted && !(error instanceof PlatformRefusal)) return false;
        const isAgain = tries < MOST_TRIES;
        if (error instanceof PlatformRefusal && error.retryAfterMs !== null && isAgain) {
          await sleep(Math.min(error.retryAfterMs, LONGEST_PAUSE_MS), undefined, {
            signal: bridge.closed,
          }).catch(() => undefined);
          continue;
        }
        if (error instanceof PlatformRefusal) {
          await this.outbox.settle(bridge, row.id, 'refused', null, error.code);
          await this.tell(bridge, row, 'refused', error.code);
          bridge.failed(error.code);
          return true;
        }
        row.attemptedAt ??= new Date();
        if (isRepeatable(bridge, row) && isAgain) {
          await sleep(AGAIN_MS, undefined, { signal: bridge.closed }).catch(() => undefined);
          continue;
        }
        await this.notConfirmed(bridge, row, 'no_answer');
        return true;
      }
    }
  }

  private async hand(bridge: OpenBridge, row: OutboxRow): Promise<string | null> {
    const { link } = bridge;
    // It may have arrived, though nobody said so.
    if (row.attemptedAt && row.platformId === null && link.find)
      row.platformId = await answered(link.find(row.chat, row.text, row.attemptedAt));
    if (row.platformId !== null && link.edit) {
      try {
        await answered(link.edit(row.chat, row.platformId, row.text, row.isLast));
        return row.platformId;
      } catch (error) {
        // Too old to be edited, or deleted there: it is sent anew.
        if (!(error instanceof PlatformRefusal) || error.code !== 'gone') throw error;
      }
    }
    const nonce = row.platformId === null ? row.id : `${row.id} again`;
    const { replyTo, isLast, face } = row;
    const options = { nonce, replyTo, isLast, ...(face && { face }) };
    return (await answered(link.send(row.chat, row.text, options))).platformId;
  }

  private async notConfirmed(bridge: OpenBridge, row: OutboxRow, why: string): Promise<void> {
    await this.outbox.settle(bridge, row.id, 'unconfirmed', null, why);
    await this.tell(bridge, row, 'unconfirmed', why);
  }

  private tell(bridge: OpenBridge, { chat, sessionId }: OutboxRow, code: string, why: string): Promise<void> {
    return this.events.note(bridge, code, { why, chat, ...(sessionId && { sessionId }) });
  }
}

/** Sent again it comes once: its platform knows it by its nonce, or can be asked, or it is an edit of what is there. */
const isRepeatable = ({ link }: OpenBridge, { platformId }: OutboxRow) =>
  link.caps.nonce || (platformId !== null && link.edit !== undefined);

async function answered<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The platform does not answer.')), ANSWERS_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
