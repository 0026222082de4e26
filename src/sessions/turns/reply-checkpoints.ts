import { Injectable, Logger } from '@nestjs/common';
import { PreparedStatements } from '../../database/prepared.js';
import { describe, mayPass } from '../../http/problem.filter.js';
import { storable } from '../../text/encoding/storable.js';

/** How long what has come of a reply waits to be kept, and how often that is looked at, in milliseconds. */
const KEEP_AFTER_MS = 750;
const LOOK_EVERY_MS = 100;

interface GrowingReply {
  replyId: string;
  text: () => string;
  stored: string;
  /** When it was looked at last. */
  at: number;
}

/**
 * Keeps what has come of replies so far, at least once a second, so that a killed process leaves it behind: one
 * statement for all whose time has come, one at a time.
 */
@Injectable()
export class ReplyCheckpoints {
  private readonly logger = new Logger(ReplyCheckpoints.name);
  private readonly growing = new Set<GrowingReply>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly statements: PreparedStatements) {}

  /**
   * @param text what there is of it now
   * @returns what ends the keeping; a statement under way touches nothing that is no longer streaming
   */
  keep(replyId: string, text: () => string): () => void {
    const partial = { replyId, text, stored: text(), at: performance.now() };
    this.growing.add(partial);
    this.timer ??= this.later();
    return () => this.growing.delete(partial);
  }

  private later(): NodeJS.Timeout {
    return setTimeout(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  private async look(): Promise<void> {
    const grown = this.grown();
    if (grown.length > 0) await this.store(grown);
    this.timer = this.growing.size > 0 ? this.later() : undefined;
  }

  private grown(): { partial: GrowingReply; text: string }[] {
    const now = performance.now();
    const grown: { partial: GrowingReply; text: string }[] = [];
    for (const partial of this.growing) {
      if (now - partial.at < KEEP_AFTER_MS) continue;
      partial.at = now;
      const text = partial.text();
      if (text !== partial.stored) grown.push({ partial, text });
    }
    return grown;
  }

  private async store(grown: { partial: GrowingReply; text: string }[]): Promise<void> {
    try {
      await this.statements.query(
        'keep-partials',
        `UPDATE messages m SET content = grown.content
         FROM unnest($1::uuid[], $2::text[]) AS grown (id, content)
         WHERE m.id = grown.id AND m.status = 'streaming'`,
        [grown.map(({ partial }) => partial.replyId), grown.map(({ text }) => storable(text))],
      );
      for (const { partial, text } of grown) partial.stored = text;
    } catch (error) {
      this.logger.warn(`Parts of replies could not be kept yet: ${describe(error)}`);
      if (mayPass(error)) return;
      // What the database refuses does not keep it from the others.
      if (grown.length > 1) for (const one of grown) await this.store([one]);
      else this.growing.delete(grown[0]!.partial);
    }
  }
}
