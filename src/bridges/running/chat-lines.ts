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
  private readonly lines = new Map<string, InboxRow[]>();

  constructor(
    private readonly answers: Answers,
    private readonly inbox: InboxRepository,
    private readonly events: BridgesRepository,
  ) {}

  add(bridge: OpenBridge, row: InboxRow): void {
    const key = `${bridge.id} ${row.chat}`;
    const line = this.lines.get(key);
    if (line) return void line.push(row);
    const begun = [row];
    this.lines.set(key, begun);
    void this.serve(bridge, begun).finally(() => this.lines.delete(key));
  }

  /** Another text for a line that still waits. */
  edit(bridge: OpenBridge, chat: string, messageId: string, text: string | null): void {
    const line = this.lines.get(`${bridge.id} ${chat}`);
    const at = line?.findIndex((row) => row.messageId === messageId && row.state === 'waiting') ?? -1;
    if (!line || at < 0) return;
    if (text === null) line.splice(at, 1);
    else line[at]!.text = text;
  }

  /** @param line grows while it is served */
  private async serve(bridge: OpenBridge, line: InboxRow[]): Promise<void> {
    while (line.length && !bridge.closed.aborted) {
      const wait = waitFor(line);
      if (wait > 0) {
        await sleep(wait, undefined, { signal: bridge.closed }).catch(() => undefined);
        continue;
      }
      const rows = line.splice(0, together(line));
      await this.answer(bridge, rows);
    }
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
