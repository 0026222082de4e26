import type { Budget } from '../../context/request/budget.js';
import {
  type FoldableMessage,
  partsOf,
  planFold,
  type SeqRange,
} from '../../context/chronicle/fold-planning.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { ChronicleEntryWriter } from './chronicle-entry-writer.js';
import type { ChronicleRepository, NewEntry, StandingEntry } from './chronicle.repository.js';
import type { FoldableMessagesRepository } from './foldable-messages.repository.js';

/** How much there is to spend, and what a model counts for an estimated token. */
export interface TokenBudget {
  budget: Budget;
  factor: number;
}

/** Requests that a fold makes unasked; what takes more is made of the words themselves until somebody starts it. */
const MOST_UNASKED = 3;

/** How messages are to be folded, and what is written of it. */
export interface FoldPlan extends SeqRange {
  parts: SeqRange[];
  /** Estimated tokens of an entry, at most. */
  each: number;
  byModel: boolean;
  /** What stands and stays; and what rested and stands again. */
  kept: StandingEntry[];
  rested: StandingEntry[];
  /** Of the parts, in order. */
  entries: NewEntry[];
}

/** What a plan is made from. */
interface PlanSources {
  store: ChronicleRepository;
  messages: FoldableMessagesRepository;
  writer: ChronicleEntryWriter;
}

/**
 * How a session's oldest messages would be folded now; null where there is nothing to gain.
 *
 * @param tokens estimated, of all that it sends
 */
export async function foldPlan(
  { store, messages: repository, writer }: PlanSources,
  snapshot: SessionSnapshot,
  tokens: number,
  means: TokenBudget,
): Promise<FoldPlan | null> {
  const { budget, factor } = means;
  const messages = await repository.foldable(snapshot);
  const rest = tokens - messages.reduce((sum, message) => sum + message.tokens, 0);
  const toSeq = planFold(messages, rest, budget, factor);
  if (toSeq === null) return null;
  const standing = await store.standing(snapshot.branchId);
  const hasModel = await writer.hasModel(snapshot);
  const readable = await readableTokens(writer, snapshot, means);
  const of = (
    from: number,
    all: readonly FoldableMessage[],
    kept: StandingEntry[],
    rested: StandingEntry[] = [],
  ): FoldPlan => {
    const parts = partsOf(all, { fromSeq: (rested.at(-1)?.toSeq ?? from - 1) + 1, toSeq }, readable);
    const each = lengthOf(means, rested.length + parts.length);
    const byModel = hasModel && parts.length <= MOST_UNASKED;
    return { fromSeq: from, toSeq, parts, each, byModel, kept, rested, entries: [] };
  };
  const rested = await store.resting(snapshot, toSeq);
  const from = snapshot.foldedSeq + 1;
  if (rested.length)
    return of(
      from,
      messages.filter(({ seq }) => seq > rested.at(-1)!.toSeq),
      standing,
      rested,
    );
  // What was made in haste is written anew along with what follows it, where that is not much.
  const lasting = standing.findLastIndex(({ madeBy }) => madeBy !== 'extract') + 1;
  const hasty = hasModel ? standing.slice(lasting) : [];
  if (hasty[0]) {
    const { fromSeq } = hasty[0];
    const plan = of(fromSeq, await repository.foldable(snapshot, fromSeq - 1), standing.slice(0, lasting));
    if (plan.byModel) return plan;
  }
  return of(from, messages, standing);
}

/** In estimated tokens, how much of a story who writes entries reads at once: it may be less than who talks. */
export async function readableTokens(
  writer: ChronicleEntryWriter,
  snapshot: SessionSnapshot,
  { budget, factor }: TokenBudget,
): Promise<number> {
  return Math.min(budget.room, await writer.window(snapshot)) / factor / 2;
}

/** In estimated tokens: how long each of many entries may be. */
export function lengthOf({ budget, factor }: TokenBudget, many: number): number {
  return Math.min(budget.entry, budget.chronicle / 2 / Math.max(1, many)) / factor;
}
