import { Injectable, Logger } from '@nestjs/common';
import { PreparedStatements } from '../../database/prepared.js';
import { describe, mayPass } from '../../http/problem.filter.js';
import { storable } from '../../text/encoding/storable.js';

/** How long what has come of a reply waits to be kept, and how often that is looked at, in milliseconds. */
const KEEP_AFTER_MS = 750;
const LOOK_EVERY_MS = 100;

/** What there is of a reply now. */
interface Parts {
  text: string;
  thinking: string;
}

interface KeptReply {
  replyId: string;
  reply: Readonly<Parts>;
  stored: Parts;
  /** When it was looked at last. */
  at: number;
}

interface Grown {
  partial: KeptReply;
  parts: Parts;
}

const partsOf = ({ text, thinking }: Readonly<Parts>): Parts => ({ text, thinking });

/**
 * Keeps what has come of replies so far, at least once a second, so that a killed process leaves it behind: one
 * statement for all whose time has come, one at a time.
 */
@Injectable()
export class ReplyCheckpoints {
  private readonly logger = new Logger(ReplyCheckpoints.name);
  private readonly growing = new Set<KeptReply>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly statements: PreparedStatements) {}

  /**
   * @param reply as it grows
   * @returns what ends the keeping; a statement under way touches nothing that is no longer streaming
   */
  keep(replyId: string, reply: Readonly<Parts>): () => void {
    const partial = { replyId, reply, stored: partsOf(reply), at: performance.now() };
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

  private grown(): Grown[] {
    const now = performance.now();
    const grown: Grown[] = [];
    for (const partial of this.growing) {
      if (now - partial.at < KEEP_AFTER_MS) continue;
      partial.at = now;
      const parts = partsOf(partial.reply);
      const { text, thinking } = partial.stored;
      if (parts.text !== text || parts.thinking !== thinking) grown.push({ partial, parts });
    }
    return grown;
  }

  private async store(grown: Grown[]): Promise<void> {
    /** What has not changed stays as it is, unsent: one of the two stands still for most of a reply. */
    const changed = (part: keyof Parts) =>
      grown.map(({ partial, parts }) =>
        parts[part] === partial.stored[part] ? null : storable(parts[part]),
      );
    try {
      await this.statements.query(
        'keep-partials',
        `UPDATE messages m SET content = coalesce(grown.content, m.content), thinking = coalesce(grown.thinking, m.thinking)
         FROM unnest($1::uuid[], $2::text[], $3::text[]) AS grown (id, content, thinking)
         WHERE m.id = grown.id AND m.status = 'streaming'`,
        [grown.map(({ partial }) => partial.replyId), changed('text'), changed('thinking')],
      );
      for (const { partial, parts } of grown) partial.stored = parts;
    } catch (error) {
      this.logger.warn(`Parts of replies could not be kept yet: ${describe(error)}`);
      if (mayPass(error)) return;
      // What the database refuses does not keep it from the others.
      if (grown.length > 1) for (const one of grown) await this.store([one]);
      else this.growing.delete(grown[0]!.partial);
    }
  }
}
