import type { MessageRole } from '../../contracts/message.js';
import type { Budget } from '../request/budget.js';

/** Of the room that all else leaves, what history keeps word for word at least. */
const LEAST_SHARE = 0.4;
/** So much more of it may leave, so that an entry ends where a day or a scene does: after hours of silence. */
const SCENE_SHARE = 0.1;
const SILENCE_MS = 3 * 60 * 60_000;

/** A message as the plan of a fold weighs it. */
export interface FoldableMessage {
  seq: number;
  role: MessageRole;
  /** As it costs in a request. */
  tokens: number;
  /** When it was said, in milliseconds since 1970. */
  at: number;
}

/**
 * How full a request is when the next fold begins, in estimated tokens: nearly full for the first, and sooner once something is folded,
 * so that recall keeps its room.
 *
 * @param fixed tokens of all that cannot be folded
 */
export function foldsFrom(fixed: number, isFolded: boolean, budget: Budget, factor: number): number {
  const first = budget.foldAt / factor;
  if (!isFolded) return first;
  return Math.min(first, leftByFold(fixed, budget, factor) + budget.grows * (budget.room / factor - fixed));
}

/** How full a fold leaves a request. Where the sheet takes most of the room, history keeps a share of what it leaves. */
function leftByFold(fixed: number, { foldTo, room }: Budget, factor: number): number {
  return Math.max(foldTo / factor, fixed + LEAST_SHARE * (room / factor - fixed));
}

/**
 * Up to which message history leaves the verbatim part in one step, so that the request is then as full as a fold is
 * to leave it, its new entry counted, and ends where a scene does if one is near. What stays begins with a user's message, and at least the last two stay.
 *
 * @param messages what is sent word for word, oldest first
 * @param rest tokens of all else that is sent: prompt prefix, next message, tail without recall
 * @param factor tokens of the model for one estimated
 * @returns the number of the last message to fold; null when there is nothing to gain
 */
export function planFold(
  messages: readonly FoldableMessage[],
  rest: number,
  budget: Budget,
  factor: number,
): number | null {
  const all = messages.reduce((sum, message) => sum + message.tokens, 0);
  let tokens = all;
  const fixed = rest + budget.entry / factor;
  const goal = leftByFold(fixed, budget, factor);
  if (fixed + tokens <= goal) return null;
  const least = goal - SCENE_SHARE * (goal - fixed);
  let cut: number | null = null;
  let silence = 0;
  let enough = false;
  for (let n = 0; n < messages.length - 2; n++) {
    tokens -= messages[n]!.tokens;
    const [last, next] = [messages[n]!, messages[n + 1]!];
    if (next.role !== 'user') continue;
    if (enough && fixed + tokens < least) break;
    const pause = next.at - last.at;
    if (!enough || (pause >= SILENCE_MS && pause > silence)) {
      cut = last.seq;
      silence = pause;
    }
    // Less than an entry takes is not worth one.
    enough = fixed + tokens <= goal && all - tokens >= budget.entry / factor;
  }
  return cut;
}

/**
 * Which of the oldest entries become one, coarser: when the chronicle has outgrown its share, as many as bring it to
 * half of that.
 *
 * @param tokens of each entry, oldest first
 * @returns how many, 0 or at least 2
 */
export function planMerge(tokens: readonly number[], budget: Budget, factor: number): number {
  let sum = tokens.reduce((a, b) => a + b, 0) * factor;
  if (sum <= budget.chronicle) return 0;
  let count = 0;
  while (count < tokens.length && (sum > budget.chronicle / 2 || count < 2)) {
    sum -= tokens[count]! * factor;
    count++;
  }
  return count < 2 ? 0 : count;
}

/** Messages of the transcript, the first and the last. */
export interface SeqRange {
  fromSeq: number;
  toSeq: number;
}

/** A range in stretches that a model can read at once. @param tokens the most of one, unless a message alone is longer */
export function partsOf(
  messages: readonly FoldableMessage[],
  { fromSeq, toSeq }: SeqRange,
  tokens: number,
): SeqRange[] {
  const parts: SeqRange[] = [];
  let sum = 0;
  let from = fromSeq;
  for (const message of messages) {
    if (message.seq < fromSeq) continue;
    if (message.seq > toSeq) break;
    if (sum > 0 && sum + message.tokens > tokens) {
      parts.push({ fromSeq: from, toSeq: message.seq - 1 });
      from = message.seq;
      sum = 0;
    }
    sum += message.tokens;
  }
  return [...parts, { fromSeq: from, toSeq }];
}

/** So much more than a model is to read at once is not worth another request. */
const LONGER = 1.25;

/** How many requests a stretch takes, about. @param most tokens that one is to read */
export function requestsFor(tokens: number, most: number): number {
  return tokens <= LONGER * most ? 1 : Math.ceil(tokens / most);
}

/** In tokens of the model: less than this says nothing of a stretch. */
const LEAST_ENTRY = 60;

/**
 * Neighbouring ranges put together, so that each has an entry that says something, and all of them take half of the
 * chronicle's share.
 */
export function joinedParts(parts: readonly SeqRange[], budget: Pick<Budget, 'chronicle'>): SeqRange[] {
  const most = Math.max(1, Math.floor(budget.chronicle / 2 / LEAST_ENTRY));
  const many = Math.ceil(parts.length / most);
  const joined: SeqRange[] = [];
  for (let n = 0; n < parts.length; n += many)
    joined.push({
      fromSeq: parts[n]!.fromSeq,
      toSeq: parts[Math.min(n + many, parts.length) - 1]!.toSeq,
    });
  return joined;
}
