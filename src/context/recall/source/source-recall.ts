import { boundaryBefore } from '../../../text/encoding/truncate.js';
import type { Work } from '../../../text/search/slices.js';
import { tells, words } from '../../../text/search/words.js';
import type { RecallMeasure } from '../../../contracts/session.js';
import { type AskedFor, askedFor } from '../question/asked-for.js';
import { withoutWording } from '../question/wording.js';
import { hashTerm } from '../index/recall-index.js';
import { hanOf, type Posting, type SourceIndex } from './source-index.js';

/** What is looked for in the sources. */
export interface SourceQuery {
  /** What was said and is not answered yet. */
  text: string;
  /** What is going on, which counts for less: the reply before. */
  scene: string;
}

/** How much may be recalled, in estimated tokens. */
export interface SourceBudget {
  tokens: number;
  /** What a piece takes besides its own words. */
  piece: number;
}

/** A piece of a passage that is worth recalling. */
export interface RecalledPiece {
  /** Which of the indexes it is from. */
  index: number;
  passage: number;
  /** Which piece of its passage it is, as `piecesOf` divides it. */
  part: number;
  /** The words that it was found by, the rarest first; none where it only stands beside what was found. */
  why: string[];
}

/** As usual for BM25. Pieces are of a like length, so it hardly counts. */
const K1 = 0.9;
const B = 0.2;
const RARITY = 1.4;
/** What a word of the scene counts for beside one of the question, and a character of Han beside a pair. */
const SCENE = 0.25;
const CHARACTER = 0.7;
/** What a term is worth to the pieces beside the one it stands in: a question's words are seldom all in one. */
const SPREAD = [1, 0.6, 0.45, 0.35, 0.3, 0.25, 0.2, 0.15, 0.1];
const REACH = SPREAD.length - 1;
/** What a piece costs is held against it, but so many tokens for all. */
const LEAST_COST = 400;
/**
 * What the words of a question are worth in all, beside the rarest word that there could be: one of less asks for nothing
 * in the source, one of so much more may fill the budget.
 */
const IDLE = 0.35;
const TELLING = 1.5;
/**
 * Of the budget, what a text may bring that asks, or that only goes on though its words tell something, and what the scene
 * may, whatever is said.
 */
const TAKEN: Record<RecallMeasure, { asks: number; goesOn: number; scene: number }> = {
  frugal: { asks: 0.5, goesOn: 0.05, scene: 0 },
  balanced: { asks: 1, goesOn: 0.15, scene: 0.03 },
  thorough: { asks: 1, goesOn: 0.4, scene: 0.1 },
};
/** Of all that the sources are, what a turn may bring; but so many tokens it may, and the best piece in any case. */
const MOST_OF_SOURCE = 1 / 2;
const LEAST_OF_SOURCE = 100;
/** Words of a text that tell less than this ask for nothing. */
const NOTHING = 0.04;
/** Pairs and characters of Han overlap: in all they say as much as this share of them. */
const HAN_SHARE = 0.28;
/** What is worth less beside the best is left out. */
const LEAST_WORTH = 0.15;
/** In so few pieces, all stand near to what was found: of those, what is worth less is left out. */
const SHORT = 40;
const LEAST_WORTH_OF_SHORT = 0.4;
const MOST_TERMS = 96;
const MOST_REASONS = 4;
/** Of a question and of the scene, in UTF-16 units: the end of more than that is asked for. */
const LONGEST_QUERY = 4000;
/** Words between two rests. */
const STEP = 16;

/**
 * The pieces of some sources that fit a question best, in the order of the sources: as many as a budget holds, and the
 * fewer, the less the question's words say. BM25 over pieces, where a term counts for those beside it, too, within a
 * section.
 *
 * @param upTo the last section that anything may be recalled of
 */
export function* recallSources(
  indexes: readonly SourceIndex[],
  query: SourceQuery,
  upTo: number,
  budget: SourceBudget,
  measure: RecallMeasure = 'balanced',
): Work<RecalledPiece[]> {
  const asked = askedFor(query.text);
  const terms = yield* weighed(indexes, query, asked);
  const most = rarity(1, piecesIn(indexes));
  const worth =
    terms.reduce((sum, { weight, said }) => sum + weight * (isHan(said) ? HAN_SHARE : 1), 0) / most;
  const told = terms.reduce((sum, { evidence }) => sum + evidence, 0) / most;
  const share = shareOf(worth, told, asked.asks, measure);
  const room = share * budget.tokens;
  let left = share * Math.min(budget.tokens, mostOf(indexes));
  const chosen: (RecalledPiece & { piece: number })[] = [];
  const sections = new Set<string>();
  let least = 0;
  for (const { index, piece, value } of best(yield* ranked(indexes, terms, upTo))) {
    least ||= (piecesIn(indexes) < SHORT ? LEAST_WORTH_OF_SHORT : LEAST_WORTH) * value;
    if (left <= budget.piece || value < least) break;
    const from = indexes[index]!;
    const section = `${index} ${from.sections[piece]}`;
    const cost = from.tokens[piece]! + budget.piece + (sections.has(section) ? 0 : from.headings[piece]!);
    if (cost > (chosen.length ? left : room)) continue;
    left -= cost;
    sections.add(section);
    const why = terms.filter(({ postings }) => holds(postings[index]!, piece)).map(({ said }) => said);
    chosen.push({
      index,
      piece,
      passage: from.passages[piece]!,
      part: from.parts[piece]!,
      why: why.slice(0, MOST_REASONS),
    });
  }
  return chosen
    .sort((a, b) => a.index - b.index || a.piece - b.piece)
    .map(({ index, passage, part, why }) => ({ index, passage, part, why }));
}

/** What may come of sources however much room there is: of a short one never all, which would be to send it every turn. */
function mostOf(indexes: readonly SourceIndex[]): number {
  let all = 0;
  for (const { tokens } of indexes) for (const one of tokens) all += one;
  return Math.max(LEAST_OF_SOURCE, all * MOST_OF_SOURCE);
}

/** How much of the budget a text may fill, by what its words and those of the scene are worth. */
function shareOf(worth: number, told: number, asks: boolean, measure: RecallMeasure): number {
  const filled = (telling: number) => Math.min(1, Math.max(0, (telling - IDLE) / TELLING));
  const taken = TAKEN[measure];
  if (told < NOTHING) return taken.scene * filled(worth);
  return asks
    ? taken.asks * filled(worth)
    : Math.max(taken.goesOn * filled(told), taken.scene * filled(worth));
}

interface WeighedTerm {
  said: string;
  weight: number;
  /** How much of that tells of what is asked for. */
  evidence: number;
  /** In each index. */
  postings: Posting[][];
}

const piecesIn = (indexes: readonly SourceIndex[]) => indexes.reduce((sum, { pieces }) => sum + pieces, 0);
const rarity = (holders: number, pieces: number) =>
  Math.log(1 + (pieces - holders + 0.5) / (holders + 0.5)) ** RARITY;
const isHan = (text: string) => /\p{Script=Han}/u.test(text);

/** The terms of a question by how rare they are in the sources. */
function* weighed(
  indexes: readonly SourceIndex[],
  { text, scene }: SourceQuery,
  { asks, evidence }: AskedFor,
): Work<WeighedTerm[]> {
  const asked = new Map<string, { said: string; share: number; tells: number }>();
  const ask = (from: string, share: number, told?: ReadonlyMap<string, number>) => {
    const add = (word: string, said: string, share: number) => {
      const tells = told?.get(word) ?? 0;
      // What only goes on is looked for by what it tells.
      asked.set(word, { said, share: told && !asks ? share * tells : share, tells: share * tells });
    };
    const end = from.slice(boundaryBefore(from, Math.max(0, from.length - LONGEST_QUERY)));
    for (const [said] of end.matchAll(/[\p{L}\p{M}\p{N}'’々〇]+/gu)) {
      for (const char of hanOf(said)) add(char, char, share * CHARACTER * tells(char, char));
      for (const word of words(said)) {
        const shown = isHan(word) ? word : said;
        add(word, shown, share * tells(word, shown));
      }
    }
  };
  ask(scene, SCENE);
  ask(withoutWording(text), 1, evidence);
  const pieces = piecesIn(indexes);
  const terms: (Omit<WeighedTerm, 'postings'> & { hash: number })[] = [];
  for (const [word, { said, share, tells }] of asked) {
    if (share === 0) continue;
    const hash = hashTerm(word);
    let holders = 0;
    for (const [n, index] of indexes.entries()) {
      if (n % STEP === 0) yield;
      holders += index.find(hash).length;
    }
    const rare = rarity(holders, pieces);
    if (holders) terms.push({ said, weight: share * rare, evidence: tells * rare, hash });
  }
  // Where all of them stand would be more than there is memory for.
  terms.sort((a, b) => b.weight - a.weight).splice(MOST_TERMS);
  const found: WeighedTerm[] = [];
  for (const { said, weight, evidence, hash } of terms) {
    yield;
    found.push({ said, weight, evidence, postings: indexes.map((index) => index.find(hash)) });
  }
  return found;
}

interface RankedPiece {
  index: number;
  piece: number;
  value: number;
}

/** For each index the pieces that are worth anything, the best first; of equals, the earlier. */
function* ranked(
  indexes: readonly SourceIndex[],
  terms: readonly WeighedTerm[],
  upTo: number,
): Work<RankedPiece[][]> {
  const lists: RankedPiece[][] = [];
  for (const [index, from] of indexes.entries()) {
    const worths = yield* worthsOf(from, index, terms);
    const found: RankedPiece[] = [];
    for (let piece = 0; piece < from.pieces && from.sections[piece]! <= upTo; piece++)
      if (worths[piece]! > 0)
        found.push({ index, piece, value: worths[piece]! / (from.tokens[piece]! + LEAST_COST) });
    yield;
    lists.push(found.sort((a, b) => b.value - a.value || a.piece - b.piece));
  }
  return lists;
}

/** The pieces of all indexes, the best first; of equals, that of the earlier index. */
function* best(lists: readonly RankedPiece[][]): Generator<RankedPiece> {
  const at = lists.map(() => 0);
  for (;;) {
    let first: RankedPiece | undefined;
    for (const [index, list] of lists.entries()) {
      const next = list[at[index]!];
      if (next && (!first || next.value > first.value)) first = next;
    }
    if (!first) return;
    at[first.index]!++;
    yield first;
  }
}

/** What each piece of a source is worth to a question: of a term that stands near in several places, the best counts. */
function* worthsOf(from: SourceIndex, index: number, terms: readonly WeighedTerm[]): Work<Float64Array> {
  const { pieces, sections, lengths } = from;
  const mean = lengths.reduce((sum, length) => sum + length, 0) / pieces;
  const worths = new Float64Array(pieces);
  const term = new Float64Array(pieces);
  for (const { weight, postings } of terms) {
    yield;
    const touched: number[] = [];
    for (const { piece, count } of postings[index]!) {
      const length = 1 - B + (B * lengths[piece]!) / mean;
      const impact = (weight * count * (K1 + 1)) / (count + K1 * length);
      const last = Math.min(pieces - 1, piece + REACH);
      for (let at = Math.max(0, piece - REACH); at <= last; at++) {
        if (sections[at] !== sections[piece]) continue;
        const worth = impact * SPREAD[Math.abs(at - piece)]!;
        if (worth <= term[at]!) continue;
        if (term[at] === 0) touched.push(at);
        term[at] = worth;
      }
    }
    for (const at of touched) {
      worths[at]! += term[at]!;
      term[at] = 0;
    }
  }
  return worths;
}

function holds(postings: readonly Posting[], piece: number): boolean {
  let low = 0;
  let high = postings.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = postings[middle]!.piece;
    if (found === piece) return true;
    if (found < piece) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
