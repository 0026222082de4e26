/** What of the entries that are called there is room for. */
import { estimateTokens } from '../../text/search/tokens.js';
import type { Work } from '../../text/search/slices.js';
import type { Activation, Admission } from './activations.js';
import { type ActivatableEntry, isConstant, numberIn, orderOf } from './entries.js';

/** What entries may take, in estimated tokens. */
export interface LoreRoom {
  /** Together. */
  room: number;
  /** What the book says that it may take of them. */
  ofBook?: number | undefined;
  /** What those may take that ask not to be counted in its budget; if not given, no more than the others. */
  beyond?: number | undefined;
  /** Where one finds no room, those behind it are not told either, and nothing more is called: as in SillyTavern. */
  stops?: boolean | undefined;
}

const HEADING_TOKENS = 16;

/**
 * Takes in what there is room for: of those in one round what is told on from before comes first, then what was just
 * asked for before constant ones, then those of higher priority, then of higher insertion order.
 */
export class LoreAdmission implements Admission {
  isFull = false;
  private readonly place: ReadonlyMap<ActivatableEntry, number>;
  /** What is left for those that are counted, and for all. */
  private left: number;
  private all: number;
  private readonly stops: boolean;

  /**
   * @param entries in the order of their book
   * @param elsewhere those that stand in the system prompt, and take nothing here
   */
  constructor(
    { room, ofBook = Infinity, beyond = 0, stops = false }: LoreRoom,
    entries: readonly ActivatableEntry[],
    private readonly elsewhere: ReadonlySet<ActivatableEntry>,
  ) {
    this.place = new Map(entries.map((one, n) => [one, n]));
    this.left = Math.min(room, ofBook) - HEADING_TOKENS;
    this.all = Math.max(room, beyond) - HEADING_TOKENS;
    this.stops = stops;
  }

  *admit(calls: readonly Activation[]): Work<ReadonlySet<Activation>> {
    const told = new Set(calls.filter(({ one }) => this.elsewhere.has(one)));
    for (const call of this.ranked(calls.filter((one) => !told.has(one)))) {
      yield;
      const { marks, rules } = call.one;
      if (this.isFull && !rules.ignoreBudget) continue;
      const cost = tokensWithin(marks.content.trim(), this.all) + 1;
      if (cost <= this.all && (cost <= this.left || rules.ignoreBudget)) {
        this.left -= cost;
        this.all -= cost;
        told.add(call);
      } else this.isFull ||= this.stops;
    }
    return told;
  }

  private ranked(calls: readonly Activation[]): Activation[] {
    const place = ({ one }: Activation) => this.place.get(one)!;
    const priority = ({ one }: Activation) => numberIn(one.entry['priority']);
    return calls.toSorted(
      (a, b) =>
        rankOf(b) - rankOf(a) ||
        priority(b) - priority(a) ||
        orderOf(b.one.entry) - orderOf(a.one.entry) ||
        place(a) - place(b),
    );
  }
}

/** Of those that do not all fit, which stay first. */
function rankOf({ one, fresh }: Activation): number {
  if (one.marks.ignoreOnMaxContext) return -1;
  if (!fresh) return 2;
  return isConstant(one) ? 0 : 1;
}

/** No text takes fewer tokens than one for so many characters. */
const MOST_PER_TOKEN = 400;

/** Tokens of a text, which is not read where it is far too long. */
function tokensWithin(text: string, most: number): number {
  return text.length > MOST_PER_TOKEN * Math.max(0, most + 1) ? Infinity : estimateTokens(text);
}
