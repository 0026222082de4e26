import type { RecallMeasure } from '../../contracts/session.js';
import { day } from '../when/day-label.js';
import { askedFor } from './question/asked-for.js';
import { BestWithin } from './best-within.js';
import type { IndexedStretch } from './index/recall-index.js';
import type { RecallQuery } from './question/recall-query.js';
import { mostRarity, type WeighedTerm, weighed } from './question/recall-terms.js';
import {
  DAY_TOKENS,
  FRAME_TOKENS,
  LEFT_OUT_TOKENS,
  LINE_TOKENS,
  PASSAGES_TOKENS,
  PLACE_TOKENS,
} from './recalled.js';
import { costOf, isIn, Scorer, stretchOf, type WeighedLikeness } from './scorer.js';
import type { LikePostings } from './vectors/likeness.js';
import { LEAST_ROOM, worthRecalling } from './worth-recalling.js';

/** A message that is worth recalling, and why: the words and times that brought it, `meaning`, `neighbour`, or `fact`. */
export interface RecallResult {
  seq: number;
  /** Of a long message, the passages that are. */
  parts?: number[];
  why: string[];
}

/** So many times as much as the room holds is ranked: what is too long for what is left of it is passed over. */
const SPARE = 2;
const MOST_REASONS = 4;
/** What being like the question counts for, beside all of its words together. */
const LIKE = 0.4;
/** What a word tells of what is asked for, at least, to count as one that does. */
const TELLS = 0.25;

/**
 * The messages that fit a question best and their neighbours, in the order of the story: as many as stand out, from
 * none to all that a budget holds (`worthRecalling`). BM25 over all stretches, where a term also counts for the messages
 * around the one it stands in, each term once. The most promising stretches are looked at first, and those that cannot
 * hold anything better are passed over: of a long story little is read but where each term stands in every stretch.
 *
 * @param stretches in the order of the story, without gaps
 * @param within numbers from which on and up to which there is something to recall
 * @param tokens in all, at most, as `renderRecalled` has it
 */
export function recall(
  stretches: readonly IndexedStretch[],
  query: RecallQuery,
  within: { from: number; to: number },
  tokens: number,
  timeZone: string,
  measure: RecallMeasure = 'balanced',
): RecallResult[] {
  if (!stretches.some(({ messages }) => messages)) return [];
  const asked = askedFor(query.text);
  const all = weighed(stretches, query, asked);
  const most = mostRarity(stretches);
  const likeness = asked.asks && query.likeness ? likenessOf(query.likeness, all, most) : null;
  const told = all.reduce((sum, { weight, evidence }) => sum + weight * evidence, 0) / most;
  const question = {
    ...asked,
    // What it means is told by words that the story lacks, too.
    told: likeness ? Math.max(1, told) : told,
    words: all.filter(({ evidence }) => evidence >= TELLS).length + (likeness ? 1 : 0),
    timed: query.spans.length > 0,
  };
  const worth = worthRecalling(question, measure);
  const first = (query.first ?? []).filter(({ seq }) => seq >= within.from && seq <= within.to);
  if (!worth && !first.length) return [];
  const terms = worth?.byEvidence
    ? all.map((term) => ({ ...term, weight: term.weight * term.evidence })).filter(({ weight }) => weight > 0)
    : all;
  const share = worth?.share ?? 0;
  const room = new Room(Math.min(tokens, Math.max(LEAST_ROOM, tokens * share)) - FRAME_TOKENS, timeZone);
  if (room.isFull) return [];
  const scorer = new Scorer(stretches, terms, query.spans, likeness);
  const chosen = new Map<number, RecallResult>();
  for (const { seq, why } of first) {
    const at = placeOf(stretches, seq);
    if (at && !chosen.has(seq) && room.take(at.stretch, at.place)) add(chosen, at.stretch, at.place, [why]);
  }
  if (!worth) return inOrder(chosen);
  const best = new BestWithin(SPARE * room.left);
  for (const { s, bound } of scorer.byBound()) {
    if (!best.mayTake(bound, scorer.starts[s]! + stretches[s]!.messages - 1)) continue;
    const { seqs, tokens: costs } = stretches[s]!;
    const worths = scorer.worths(s);
    for (let n = seqs.length - 1; n >= 0; n--) {
      if (worths[n]! === 0 || seqs[n]! < within.from || seqs[n]! > within.to) continue;
      best.offer(worths[n]!, scorer.starts[s]! + n, costs[n]! + LINE_TOKENS);
    }
  }
  const ranked = best.ranked().map(({ id: at, worth: forItsCost }) => {
    const s = stretchOf(scorer.starts, at);
    const place = at - scorer.starts[s]!;
    return { s, place, value: forItsCost * costOf(stretches[s]!.tokens[place]!) };
  });
  const least = Math.max(worth.besideBest * (ranked[0]?.value ?? 0), worth.alone * most);
  if (!worth.byEvidence) bestFirst(ranked);
  for (const { s, place, value } of ranked) {
    if (room.isFull) break;
    const stretch = stretches[s]!;
    const seq = stretch.seqs[place]!;
    const has = chosen.get(seq);
    const isTaken = has && (!has.parts || has.parts.includes(stretch.partAt(place) ?? 0));
    if (value < least || isTaken || !room.take(stretch, place)) continue;
    add(chosen, stretch, place, whyOf(stretch, s, place, terms, query));
  }
  return inOrder(chosen);
}

/** What answers best has its room first, whatever it costs: short messages that are worth less would leave it none. */
function bestFirst(ranked: { value: number }[]): void {
  let best = 0;
  for (let n = 1; n < ranked.length; n++) if (ranked[n]!.value > ranked[best]!.value) best = n;
  ranked.unshift(...ranked.splice(best, 1));
}

/** All that a message could be like a question is worth a share of what all of the question's words are. */
function likenessOf(
  postings: readonly LikePostings[],
  terms: readonly WeighedTerm[],
  mostRarity: number,
): WeighedLikeness {
  const words = terms.reduce((sum, { weight }) => sum + weight, 0);
  return { weight: LIKE * Math.max(mostRarity, words), postings };
}

/** Adds what stands at a place to what is recalled: a message, or another passage of one. */
function add(
  chosen: Map<number, RecallResult>,
  stretch: IndexedStretch,
  place: number,
  why: readonly string[],
): void {
  const seq = stretch.seqs[place]!;
  const part = stretch.partAt(place);
  const has = chosen.get(seq);
  const reasons = [...new Set([...(has?.why ?? []), ...why])].slice(0, MOST_REASONS + 1);
  chosen.set(seq, { seq, ...(part !== null && { parts: [...(has?.parts ?? []), part] }), why: reasons });
}

const inOrder = (chosen: ReadonlyMap<number, RecallResult>) =>
  [...chosen.values()].sort((a, b) => a.seq - b.seq);

/** What is left for messages as they are told, day by day. */
class Room {
  private readonly days = new Map<string, Set<number>>();
  private hasPassages = false;

  constructor(
    /** In tokens. */
    public left: number,
    private readonly timeZone: string,
  ) {}

  get isFull(): boolean {
    return this.left < DAY_TOKENS;
  }

  /** @returns whether there was room for it */
  take(stretch: IndexedStretch, place: number): boolean {
    const { seqs, tokens, minutes } = stretch;
    const seq = seqs[place]!;
    const date = day(new Date(minutes[place]! * 60_000), this.timeZone, 'en');
    const ofDay = this.days.get(date);
    // The first of a day has its label before it, one beside another nothing.
    const apart = !ofDay ? DAY_TOKENS : ofDay.has(seq - 1) || ofDay.has(seq + 1) ? 0 : LEFT_OUT_TOKENS;
    const isPassage = stretch.partAt(place) !== null;
    const passage = !isPassage ? 0 : PLACE_TOKENS + (this.hasPassages ? 0 : PASSAGES_TOKENS);
    const cost = tokens[place]! + LINE_TOKENS + apart + passage;
    if (cost > this.left) return false;
    this.left -= cost;
    this.hasPassages ||= isPassage;
    if (ofDay) ofDay.add(seq);
    else this.days.set(date, new Set([seq]));
    return true;
  }
}

/** Where the message of a number stands. */
function placeOf(
  stretches: readonly IndexedStretch[],
  seq: number,
): { stretch: IndexedStretch; place: number } | null {
  const s = stretches.findLastIndex(({ seqs }) => seqs[0]! <= seq);
  const place = s < 0 ? -1 : stretches[s]!.seqs.indexOf(seq);
  return place < 0 ? null : { stretch: stretches[s]!, place };
}

/** The words and times that brought a message, the rarest first; or that it means the same. */
function whyOf(
  stretch: IndexedStretch,
  s: number,
  place: number,
  terms: readonly WeighedTerm[],
  { spans, likeness }: RecallQuery,
): string[] {
  const held = terms.filter(({ numbers }) => stretch.holds(numbers[s]!, place)).map(({ shown }) => shown);
  // A word and what it means are one reason.
  const why = [...new Set(held)].slice(0, MOST_REASONS);
  const span = spans.find(isIn(stretch.minutes[place]!));
  if (span) why.push(span.text);
  if (!why.length && likeness?.[s]!.places.includes(place)) return ['meaning'];
  return why.length ? why : ['neighbour'];
}
