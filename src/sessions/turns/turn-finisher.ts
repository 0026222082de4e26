import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { MessageView } from '../../contracts/message.js';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import { databaseProblemOf, describe, mayPass } from '../../http/problem.filter.js';
import { MessageRepository } from '../story/message.repository.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { StartedTurn } from './turn-starts.repository.js';
import { NOT_STORED, type StoredError, type TurnEnd, TurnRepository } from './turn.repository.js';

/** How long the end of a turn is tried to be stored while the database does not answer. */
const STORE_FOR_MS = 60_000;

const NOT_TAKEN = 'reply_not_stored';
/** Made only where it is needed: every turn would pay for its trace. */
const unstorable = () => new Problem(NOT_TAKEN, NOT_STORED);

/** How a turn has ended for everybody who asks later. */
export interface StoredEnd extends TurnEnd {
  problem: Problem | null;
  /** Its text is what the database has. */
  isStored: boolean;
  /** What stands in the reply's stead, where that came to nothing. */
  restored: MessageView | null;
}

/**
 * Stores how turns end. An end that the database refuses becomes a smaller one, without the receipt, then without the
 * text, so that no turn holds its session for ever. What cannot even be stored like that is left to `TurnWatch`.
 */
@Injectable()
export class TurnFinisher {
  private readonly logger = new Logger(TurnFinisher.name);

  constructor(
    private readonly store: TurnRepository,
    private readonly messages: MessageRepository,
  ) {}

  /** @returns what of it the database took; never throws */
  async finish(
    snapshot: SessionSnapshot,
    turn: StartedTurn,
    whole: TurnEnd,
    problem: Problem | null,
  ): Promise<StoredEnd> {
    const failed: TurnEnd = {
      ...whole,
      status: 'failed',
      messageStatus: 'failed',
      receipt: null,
      error: { code: NOT_TAKEN, message: NOT_STORED },
      sent: null,
    };
    let ends: [TurnEnd, () => Problem | null][] = [
      [whole, () => problem],
      [failed, unstorable],
      [{ ...failed, text: null, raw: null, thinking: null }, unstorable],
    ];
    const until = performance.now() + STORE_FOR_MS;
    for (let pause = 50; ends.length;) {
      const [end, why] = ends[0]!;
      try {
        const { ended, restored } = await this.store.finish(snapshot, turn, end);
        if (ended) {
          const standing = restored ? await this.messages.message(restored).catch(() => null) : null;
          return { ...end, problem: why(), isStored: end.text !== null, restored: standing };
        }
        return await this.found(snapshot, turn, end, why());
      } catch (error) {
        const passes = databaseProblemOf(error);
        if (passes && mayPass(error)) {
          this.logger.warn(`The end of a turn could not be stored yet: ${describe(error)}`);
          if (performance.now() > until)
            return { ...failed, problem: passes, isStored: false, restored: null };
          await sleep(pause);
          pause = Math.min(2 * pause, 2000);
        } else {
          this.logger.error(`The end of a turn was refused by the database: ${describe(error)}`);
          ends = ends.slice(1);
        }
      }
    }
    return { ...failed, problem: unstorable(), isStored: false, restored: null };
  }

  /** The turn was running no more: an earlier try came through, somebody else ended it, or it is gone. */
  private async found(
    snapshot: SessionSnapshot,
    turn: StartedTurn,
    end: TurnEnd,
    problem: Problem | null,
  ): Promise<StoredEnd> {
    const found = await this.store.find(snapshot.ownerId, turn.turnId);
    if (found?.status === end.status) return { ...end, problem, isStored: false, restored: null };
    const why = found
      ? whyEndedElsewhere(found.error)
      : new Problem('not_found', 'This turn, or its conversation, was deleted.');
    return {
      ...end,
      status: 'failed',
      messageStatus: 'failed',
      receipt: null,
      problem: why,
      isStored: false,
      restored: null,
    };
  }
}

/** Whoever asks the database for the same turn is told the same (`TalkService`). */
function whyEndedElsewhere(error: StoredError | null): Problem {
  return error
    ? new Problem(
        error.code as ProblemCode,
        error.message,
        error.detail ? { detail: error.detail } : undefined,
      )
    : new Problem('turn_interrupted', 'This reply was given up while it was written. Have it written anew.');
}
