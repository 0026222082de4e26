import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { describe, mayPass } from '../../http/problem.filter.js';
import { BridgesRepository } from '../bridges.repository.js';
import { burstLength, burstWait } from '../core/burst.js';
import { type InboxRow, InboxRepository } from '../post/inbox.repository.js';
import { Answers } from './answers.js';
import { linesOf } from './burst-replies.js';
import type { OpenBridge } from './open-bridge.js';

/** How long a database is waited for that is away, in milliseconds. */
const PAUSE_MS = 2000;
/** What could not be answered so often is left. */
const MOST_TRIES = 3;

/** What waits in each chat: one after another there, the lines of a burst as one. */
@Injectable()
export class ChatLines {
  private readonly logger = new Logger(ChatLines.name);
  /** By connection and chat. */
  private readonly lines = new WeakMap<OpenBridge, Map<string, InboxRow[]>>();

  constructor(
    private readonly answers: Answers,
    private readonly inbox: InboxRepository,
    private readonly events: BridgesRepository,
  ) {}

  /** @param rows together, where they were there before: what was taken with one burst is not parted */
  add(bridge: OpenBridge, rows: readonly InboxRow[]): void {
    const lines = this.of(bridge);
    const begun = new Map<string, InboxRow[]>();
    for (const row of rows) {
      const line = lines.get(row.chat) ?? [];
      line.push(row);
      if (!lines.has(row.chat)) begun.set(row.chat, line);
      lines.set(row.chat, line);
    }
    for (const [chat, line] of begun) void bridge.during(this.serve(bridge, chat, line));
  }

  /** Another text for a line that still waits. */
  edit(bridge: OpenBridge, chat: string, messageId: string, text: string | null): void {
    const rows = this.of(bridge).get(chat);
    const at = rows?.findIndex((row) => row.messageId === messageId && row.state === 'waiting') ?? -1;
    if (!rows || at < 0) return;
    if (text === null) rows.splice(at, 1);
    else rows[at]!.text = text;
  }

  private of(bridge: OpenBridge): Map<string, InboxRow[]> {
    const lines = this.lines.get(bridge) ?? new Map<string, InboxRow[]>();
    this.lines.set(bridge, lines);
    return lines;
  }

  /** Ends when it is through, or the bridge is closed; never fails. @param rows grow while they are served */
  private async serve(bridge: OpenBridge, chat: string, rows: InboxRow[]): Promise<void> {
    while (rows.length && !bridge.closed.aborted) {
      const wait = waitFor(rows);
      if (wait > 0) {
        await sleep(wait, undefined, { signal: bridge.closed }).catch(() => undefined);
        continue;
      }
      await this.answer(bridge, rows.splice(0, together(rows)));
    }
    // In the same step as the look at what is left: nothing is added in between.
    this.of(bridge).delete(chat);
  }

  private async answer(bridge: OpenBridge, rows: InboxRow[]): Promise<void> {
    const ids = rows.map(({ id }) => id);
    for (let tries = 1; !bridge.closed.aborted; tries++) {
      try {
        if (rows[0]!.tries >= MOST_TRIES) throw new Error('It was begun with too often.');
        await this.answers.answer(bridge, rows);
        return;
      } catch (error) {
        if (bridge.closed.aborted) return;
        if (mayPass(error)) {
          await sleep(PAUSE_MS, undefined, { signal: bridge.closed }).catch(() => undefined);
          continue;
        }
        this.logger.error(`A message of a bridge could not be answered: ${describe(error)}`);
        await this.inbox.close(bridge, ids, 'left').catch(() => undefined);
        await this.events.note(bridge, 'left', { chat: rows[0]!.chat }).catch(() => undefined);
        return;
      }
    }
  }
}

/** How many of those that wait are answered together; what was taken together before stays so. */
function together(line: readonly InboxRow[]): number {
  const [first] = line;
  if (!first) return 0;
  if (first.burst !== null) return lengthWhile(line, (row) => row.burst === first.burst);
  if (first.kind === 'command') return 1;
  return burstLength(burstOf(line));
}

function waitFor(line: readonly InboxRow[]): number {
  const [first] = line;
  if (!first || first.burst !== null || first.kind === 'command') return 0;
  const burst = burstOf(line);
  return burst.length < line.length ? 0 : burstWait(burst, Date.now());
}

const burstOf = (line: readonly InboxRow[]) =>
  linesOf(
    line.slice(
      0,
      lengthWhile(line, (row) => row.kind === 'said' && row.burst === null),
    ),
  );

function lengthWhile(line: readonly InboxRow[], holds: (row: InboxRow) => boolean): number {
  const end = line.findIndex((row) => !holds(row));
  return end < 0 ? line.length : end;
}
