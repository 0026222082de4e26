import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { SessionBus, type SessionEvent } from '../sessions/bus/session-bus.js';
import type { Receipt } from '../contracts/receipt.js';
import { Metrics } from './metrics.js';

const seconds = (since: number) => (performance.now() - since) / 1000;

/** What turns are like, heard from what is told of them: amounts and times, never whose they are or what was said. */
@Injectable()
export class TurnMetrics implements OnModuleInit, OnApplicationShutdown {
  private readonly turns: Counter<'outcome' | 'code'>;
  private readonly firstText: Histogram;
  private readonly whole: Histogram;
  private readonly tokens: Counter<'kind'>;
  private readonly bytes: Counter<'part'>;
  private readonly kept: Histogram;
  private readonly moved: Counter<'cause'>;
  private readonly recall: Histogram;
  /** When the turns that run began, and whether any text has come. */
  private readonly running = new Map<string, { at: number; answered: boolean }>();
  private deaf = () => {};

  constructor(
    metrics: Metrics,
    private readonly bus: SessionBus,
  ) {
    const registers = [metrics];
    this.turns = new Counter({
      name: 'keepsake_turns_total',
      help: 'Turns that ended, by outcome; those that failed with the code of what went wrong',
      labelNames: ['outcome', 'code'],
      registers,
    });
    this.firstText = new Histogram({
      name: 'keepsake_turn_first_text_seconds',
      help: 'From the beginning of a turn to the first text of its reply',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
      registers,
    });
    this.whole = new Histogram({
      name: 'keepsake_turn_seconds',
      help: 'From the beginning of a turn to its stored end',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600],
      registers,
    });
    this.tokens = new Counter({
      name: 'keepsake_tokens_total',
      help: 'Tokens of turns as the model reported them: prompt (cached ones included), cached, completion',
      labelNames: ['kind'],
      registers,
    });
    this.bytes = new Counter({
      name: 'keepsake_prompt_bytes_total',
      help: 'Bytes of prompts ahead of their tails: kept from the turn before, or new',
      labelNames: ['part'],
      registers,
    });
    this.kept = new Histogram({
      name: 'keepsake_turn_kept_prefix_ratio',
      help: 'Share of a prompt, its tail left out, that was kept from the turn before',
      buckets: [0, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1],
      registers,
    });
    this.moved = new Counter({
      name: 'keepsake_prefix_moved_total',
      help: 'Turns whose prompt did not begin with that of the turn before, by cause (a fold, an edit, …)',
      labelNames: ['cause'],
      registers,
    });
    this.recall = new Histogram({
      name: 'keepsake_recall_seconds',
      help: 'Finding what to recall, of turns that recalled something',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1],
      registers,
    });
  }

  onModuleInit(): void {
    this.deaf = this.bus.subscribeAll((event) => this.hear(event));
  }

  onApplicationShutdown(): void {
    this.deaf();
  }

  private hear({ name, body }: SessionEvent): void {
    if (name === 'turn.started') this.running.set(body.turnId, { at: performance.now(), answered: false });
    else if (name === 'turn.delta') this.answered(body.turnId);
    else if (name === 'turn.finished') {
      const { status } = body.message;
      this.end(body.turnId, status === 'complete' ? 'finished' : status, '');
      this.count(body.receipt);
    } else if (name === 'turn.failed') this.end(body.turnId, 'failed', body.code);
  }

  private answered(turnId: string): void {
    const turn = this.running.get(turnId);
    if (!turn || turn.answered) return;
    turn.answered = true;
    this.firstText.observe(seconds(turn.at));
  }

  private end(turnId: string, outcome: string, code: string): void {
    this.turns.inc({ outcome, code });
    const turn = this.running.get(turnId);
    this.running.delete(turnId);
    if (turn) this.whole.observe(seconds(turn.at));
  }

  private count(receipt: Receipt): void {
    this.tokens.inc({ kind: 'prompt' }, receipt.promptTokensReported ?? 0);
    this.tokens.inc({ kind: 'cached' }, receipt.cachedTokens ?? 0);
    this.tokens.inc({ kind: 'completion' }, receipt.completionTokens ?? 0);
    const ahead = receipt.promptBytes - receipt.tailBytes;
    const kept = Math.min(receipt.keptPrefixBytes, ahead);
    this.bytes.inc({ part: 'kept' }, kept);
    this.bytes.inc({ part: 'new' }, ahead - kept);
    // The first turn of a session has none before it to keep anything of.
    if (ahead > 0 && (kept > 0 || receipt.prefixMovedBy)) this.kept.observe(kept / ahead);
    if (receipt.prefixMovedBy) this.moved.inc({ cause: receipt.prefixMovedBy });
    if (receipt.recallMs !== undefined) this.recall.observe(receipt.recallMs / 1000);
  }
}
