import { Injectable, Logger } from '@nestjs/common';
import { Prepared } from '../database/prepared.js';
import { describe } from '../problem.filter.js';
import { storable } from '../text/clean.js';

/** How long what has come of a reply waits to be kept, in milliseconds. */
const KEEP_EVERY_MS = 800;

interface Partial {
  replyId: string;
  text: () => string;
  kept: string;
}

/**
 * Keeps what has come of replies so far, at least once a second, so that a killed process leaves it behind: one
 * statement for all that are being written, one at a time.
 */
@Injectable()
export class Partials {
  private readonly logger = new Logger(Partials.name);
  private readonly growing = new Set<Partial>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly prepared: Prepared) {}

  /**
   * @param text what there is of it now
   * @returns what ends the keeping; a statement under way touches nothing that is no longer streaming
   */
  keep(replyId: string, text: () => string): () => void {
    const partial = { replyId, text, kept: text() };
    this.growing.add(partial);
    this.timer ??= setTimeout(() => void this.round(), KEEP_EVERY_MS).unref();
    return () => this.growing.delete(partial);
  }

  private async round(): Promise<void> {
    const grown = [...this.growing].flatMap((partial) => {
      const text = partial.text();
      return text === partial.kept ? [] : [{ partial, text }];
    });
    if (grown.length > 0) {
      try {
        await this.prepared.query(
          'keep-partials',
          `UPDATE messages m SET content = grown.content
           FROM unnest($1::uuid[], $2::text[]) AS grown (id, content)
           WHERE m.id = grown.id AND m.status = 'streaming'`,
          [grown.map(({ partial }) => partial.replyId), grown.map(({ text }) => storable(text))],
        );
        for (const { partial, text } of grown) partial.kept = text;
      } catch (error) {
        this.logger.warn(`Parts of replies could not be kept yet: ${describe(error)}`);
      }
    }
    this.timer = this.growing.size ? setTimeout(() => void this.round(), KEEP_EVERY_MS).unref() : undefined;
  }
}
