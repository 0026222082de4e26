import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { describe } from '../../http/problem.filter.js';
import { within } from '../../process/deadline.js';
import { BridgesRepository } from '../bridges.repository.js';
import { isLimited } from '../core/reply-window.js';
import type { NewInboxRow } from '../post/inbox.repository.js';
import { type Answered, OutboxRepository, type OutboxRow } from '../post/outbox.repository.js';
import type { OpenBridge } from './open-bridge.js';
import { type InboundMessage, PlatformRefusal } from './platform.js';
import { isReply, type Passed, ReplyWindows } from './reply-windows.js';

/** A platform that has not answered within this may have taken the message all the same. */
const ANSWERS_WITHIN_MS = 30_000;
/** So often a message is sent again that its platform had no time for, and so long a pause is kept to. */
const MOST_TRIES = 6;
const LONGEST_PAUSE_MS = 20 * 60_000;
const SETTLES_WITHIN_MS = 2000;
const AGAIN_MS = 500;

/** Sends what stands in the outbox, one after another in each chat, and notes what became of it. */
@Injectable()
export class Deliveries {
  private readonly logger = new Logger(Deliveries.name);
  /** What is being sent, by bridge and chat: what comes is sent after it. */
  private readonly lines = new Map<string, Promise<void>>();
  /** By bridge and chat, where something is being sent: whether its person has written since. */
  private readonly written = new Map<string, AbortController>();

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly events: BridgesRepository,
    private readonly windows: ReplyWindows,
  ) {}

  /** Keeps a text to be sent, divided as the platform wants it, and begins to send it. */
  async post(
    bridge: OpenBridge,
    answered: Answered,
    text: string,
    inboxIds: readonly string[],
  ): Promise<void> {
    await this.outbox.keep(bridge, answered, this.windows.divided(bridge, text), inboxIds);
    void this.flush(bridge, answered.chat);
  }

  /** Whether something is being written for a chat, and whether something is to be sent there. */
  owed(bridge: OpenBridge, chat: string): Promise<{ writing: boolean; sending: boolean }> {
    return this.outbox.owed(bridge, chat);
  }

  /** Somebody writes, who may be answered from now on. */
  opens(bridge: OpenBridge, message: InboundMessage): Promise<void> {
    return this.windows.open(bridge, message);
  }

  /** What they wrote is taken in: what waited for it goes out. */
  async opened(bridge: OpenBridge, chat: string): Promise<void> {
    if (await this.windows.release(bridge, chat)) void this.flush(bridge, chat);
    this.written.get(`${bridge.id} ${chat}`)?.abort();
  }

  /** Sends on what was held back, to a person who asks for it. @returns whether something was */
  async more(bridge: OpenBridge, row: NewInboxRow): Promise<boolean> {
    const had = await this.windows.releaseRest(bridge, row);
    if (had) void this.flush(bridge, row.chat);
    return had;
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
        if (this.lines.get(key) !== line) return;
        this.lines.delete(key);
        this.written.delete(key);
      });
    this.lines.set(key, line);
    return line;
  }

  private async sendAll(bridge: OpenBridge, chat: string): Promise<void> {
    const rows = await this.outbox.pending(bridge, chat);
    let areRepliesHeld = false;
    for (const [n, row] of rows.entries()) {
      if (areRepliesHeld && isReply(row)) continue;
      const outcome = await this.sendOne(bridge, row, rows.slice(n + 1).some(isReply));
      if (outcome === 'end') return;
      if (outcome === 'replies held') areRepliesHeld = true;
    }
  }

  /** @returns whether to go on with what is behind it */
  private async sendOne(
    bridge: OpenBridge,
    row: OutboxRow,
    hasMore: boolean,
  ): Promise<'go on' | 'replies held' | 'end'> {
    for (let tries = 1; ; tries++) {
      await bridge.sendable();
      if (bridge.closed.aborted) return 'end';
      const passed = await this.windows.pass(bridge, row, hasMore);
      if (!passed) return 'replies held';
      const written = new AbortController();
      this.written.set(`${bridge.id} ${row.chat}`, written);
      const isFirst = !row.attemptedAt;
      if (isFirst) await this.outbox.attempt(bridge, row);
      try {
        const platformId = await this.hand(bridge, row, passed);
        if (platformId === null) await this.notConfirmed(bridge, row, 'no_id');
        else await this.outbox.settle(bridge, row.id, 'sent', platformId, null);
        bridge.went();
        if (!passed.isLast) return 'go on';
        await this.windows.hold(bridge, row, 'replies', 'rest');
        return 'replies held';
      } catch (error) {
        if (bridge.closed.aborted && !(error instanceof PlatformRefusal)) return 'end';
        if (error instanceof PlatformRefusal && error.code === 'window') {
          await this.outbox.takeBack(bridge, row);
          await this.windows.hold(bridge, row, 'all', error.code);
          return 'end';
        }
        const isAgain = tries < MOST_TRIES;
        if (error instanceof PlatformRefusal && error.retryAfterMs !== null) {
          // A try before it may have arrived.
          if (isFirst) {
            await this.outbox.takeBack(bridge, row);
            row.attemptedAt = null;
          }
          bridge.failed(error.code);
          if (isAgain) {
            // Whoever writes may open what was closed.
            const signal = AbortSignal.any([written.signal, bridge.closed]);
            const ms = Math.min(error.retryAfterMs, LONGEST_PAUSE_MS);
            await sleep(ms, undefined, { signal }).catch(() => undefined);
            continue;
          }
          if (isLimited(bridge.link.caps)) {
            await this.windows.hold(bridge, row, 'all', error.code);
            return 'end';
          }
        }
        if (error instanceof PlatformRefusal) {
          await this.outbox.settle(bridge, row.id, 'refused', null, error.code);
          await this.tell(bridge, row, 'refused', error.code);
          bridge.failed(error.code);
          return 'go on';
        }
        row.attemptedAt ??= new Date();
        if (isRepeatable(bridge, row) && isAgain) {
          await sleep(AGAIN_MS, undefined, { signal: bridge.closed }).catch(() => undefined);
          continue;
        }
        await this.notConfirmed(bridge, row, 'no_answer');
        return 'go on';
      }
    }
  }

  private async hand(
    bridge: OpenBridge,
    row: OutboxRow,
    { text, replyWith }: Passed,
  ): Promise<string | null> {
    const { link } = bridge;
    // It may have arrived, though nobody said so.
    if (row.attemptedAt && row.platformId === null && link.find)
      row.platformId = await answered(link.find(row.chat, row.text, row.attemptedAt));
    if (row.platformId !== null && link.edit) {
      try {
        await answered(link.edit(row.chat, row.platformId, row.text, row.isLast));
        return row.platformId;
      } catch (error) {
        // Too old to be edited, deleted there, or not to be edited for long: it is sent anew.
        if (!(error instanceof PlatformRefusal)) throw error;
        if (error.code !== 'gone' && (error.retryAfterMs ?? 0) <= LONGEST_PAUSE_MS) throw error;
      }
    }
    const nonce = row.platformId === null ? row.id : `${row.id} again`;
    const { replyTo, isLast, face } = row;
    const options = {
      nonce,
      replyTo,
      isLast,
      ...(face && { face }),
      ...(replyWith !== null && { replyWith }),
    };
    return (await answered(link.send(row.chat, text, options))).platformId;
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
