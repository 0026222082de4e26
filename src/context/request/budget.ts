import type { RecallMeasure } from '../../contracts/session.js';
import { Problem } from '../../contracts/problem.js';

/** A fold begins in the background when the request is this full, and leaves it this full: what is free is recall's. */
const FOLD_AT = 0.85;
const FOLD_TO: Record<RecallMeasure, number> = { frugal: 0.6, balanced: 0.4, thorough: 0.4 };
/**
 * What is folded once does not fit anyway. So that recall has its room until the end, the next fold begins when history
 * has grown by this share of what all else leaves it.
 */
const GROWS: Record<RecallMeasure, number> = { frugal: 1, balanced: 0.2, thorough: 0.2 };
/** What comes back into a larger window, where all of it does: a fold does not follow at once. */
const UNFOLD_TO = 0.6;
/** Of all that may be sent: the chronicle at most, and one entry of it; of that with the reserve, the tail after a fold. */
const CHRONICLE = 0.2;
const ENTRY = 0.05;
const TAIL_AFTER_FOLD: Record<RecallMeasure, number> = { frugal: 0.25, balanced: 0.45, thorough: 0.6 };
/** The tail while everything fits: this share of the request, but no fewer and no more tokens than that. */
const TAIL_WHOLE = 0.01;
const LEAST_TAIL = 400;
const MOST_TAIL = 4000;
/** Passages of the sources: this share of the window, but no more tokens than that. */
const SOURCE_SHARE = 0.6;
const MOST_SOURCE = 20_000;

/** Lorebook entries, as in SillyTavern: this share of the window. */
export const LORE_SHARE = 0.25;

/** How much may be sent, and what of it is for what; in tokens. */
export interface Budget {
  window: number;
  /** Left free for the reply. */
  reserve: number;
  /** The most that the reply may take of it. */
  reply: number;
  /** The most that a request may take. */
  room: number;
  foldAt: number;
  foldTo: number;
  /** Of the room that all else leaves, what history grows by from one fold to the next. */
  grows: number;
  /** The most that is sent once everything stands word for word again in a larger window. */
  unfoldTo: number;
  chronicle: number;
  entry: number;
}

/** Tokens left free for the reply: a sixteenth of the window, at least 512 and at most 8,192. */
export function replyReserve(window: number): number {
  return Math.min(8192, Math.max(512, Math.floor(window / 16)));
}

/**
 * @param most the session's own limit, if it has one
 * @param mostReply the preset's limit of a reply, if it has one; never more than half of the window
 */
export function budgetOf(
  window: number,
  most: number | null,
  mostReply?: number,
  measure: RecallMeasure = 'balanced',
): Budget {
  const reserve = Math.max(replyReserve(window), Math.min(mostReply ?? 0, Math.floor(window / 2)));
  const room = Math.max(1, Math.min(window - reserve, most ?? Infinity));
  return {
    window,
    reserve,
    reply: Math.min(mostReply ?? reserve, reserve),
    room,
    foldAt: Math.floor(room * FOLD_AT),
    foldTo: Math.floor(room * FOLD_TO[measure]),
    grows: GROWS[measure],
    unfoldTo: Math.floor(room * UNFOLD_TO),
    chronicle: Math.floor(room * CHRONICLE),
    entry: Math.max(60, Math.floor(room * ENTRY)),
  };
}

/**
 * Tokens that the tail may take beside what has to be in it: little while everything is sent word for word, and once
 * something is folded what that has left free, for a text that asks; never more than is left.
 *
 * @param taken by all else that is sent
 */
export function tailRoom(budget: Budget, taken: number, folded: boolean, measure: RecallMeasure): number {
  const left = budget.room - taken;
  const wanted = folded
    ? Math.floor((budget.room + budget.reserve) * TAIL_AFTER_FOLD[measure])
    : Math.min(MOST_TAIL, Math.max(LEAST_TAIL, Math.floor(taken * TAIL_WHOLE)));
  return Math.max(0, Math.min(left, wanted));
}

/**
 * Tokens that passages of the sources may take in the tail, where the sources do not stand in the system prompt: what is
 * left, up to three fifths of the window. They leave no message less room, for messages fold by their own length.
 *
 * @param taken by all else that is sent, the rest of the tail with it
 */
export function sourceRoom(budget: Budget, taken: number): number {
  return Math.max(0, Math.min(budget.room - taken, budget.window * SOURCE_SHARE, MOST_SOURCE));
}

/**
 * Tokens that lorebook entries may take in the tail beside all else in it. Where too little is left for both, half of
 * that is the rest's.
 *
 * @param taken by all else that is sent
 * @param rest what the rest of the tail may take
 */
export function loreRoom(budget: Budget, taken: number, rest: number): number {
  const left = budget.room - taken;
  return Math.max(0, Math.min(budget.window * LORE_SHARE, left - Math.min(rest, left / 2)));
}

/**
 * Nothing is ever cut, so what cannot fit, however much is folded, is refused.
 *
 * @param tokens estimated, of all that cannot be folded
 */
export function tooLong(tokens: number, { room, window, reserve }: Budget): Problem {
  const amount = (value: number) => Math.round(value).toLocaleString('en');
  const limit =
    room < window - reserve
      ? `this conversation is told to send at most ${amount(room)}`
      : `the model's window has room for ${amount(room)} (${amount(window)} less ${amount(reserve)} for the reply)`;
  return new Problem(
    'context_too_long',
    `This would send about ${amount(tokens)} tokens that cannot be folded, but ${limit}: ${amount(tokens - room)} too many. ` +
      'Nothing was sent and nothing is cut. Say less at once, connect a model with a larger window, or raise the window of this connection (MODEL_CONTEXT_WINDOW) if yours has one.',
  );
}
