import { tells, words } from '../../../text/search/words.js';
import { type AskedFor, decidingPart } from './asked-for.js';
import { conceptsAsked, thingsOf } from '../concepts/concepts.js';
import { hashTerm, type IndexedStretch } from '../index/recall-index.js';
import type { RecallQuery } from './recall-query.js';
import { withoutWording } from './wording.js';

/** Rare words count for more than BM25 has it: in what is said, there is much that is only manner. */
const RARITY = 1.3;
/** A word that is only meant counts for less than one that was said. */
const MEANT = 0.6;
/** Of what is of a kind that is asked for, the rare stands out. */
const OF_KIND = 0.3;
/** What more messages than this share of them hold is not rare. */
const RARE = 0.01;
/** What a word of chat counts for, where a question decides. */
const OF_CHAT = 0.2;
/** Terms that are looked for and looked up at most: of those, the rarest. */
const MOST_ASKED = 256;
const MOST_TERMS = 96;
/** Postings that are read at most: where rare terms fill them, the frequent ones would say nothing. */
const MOST_POSTINGS = 60_000;

/** A term of a question, as a story holds it. */
export interface WeighedTerm {
  shown: string;
  /** What standing in a message is worth. */
  weight: number;
  /** How much of that tells of what is asked for, from 0 to 1. */
  evidence: number;
  /** Its number in each stretch, or -1. */
  numbers: Int32Array;
}

type HeldTerm = WeighedTerm & { holders: number };

/**
 * The question's terms by how rare they are; those that stand nearly everywhere say nothing.
 *
 * @param asked what the text asks for, and what each of its words tells of that
 */
export function weighed(
  stretches: readonly IndexedStretch[],
  { text, more }: Pick<RecallQuery, 'text' | 'more'>,
  { question, evidence }: Pick<AskedFor, 'question' | 'evidence'>,
): WeighedTerm[] {
  const total = messagesIn(stretches);
  const asked = new Map<string, { shown: string; share: number }>();
  const asking = decidingPart(text, { question });
  const decides = new Set(words(asking));
  for (const [word, shown] of shownWords(withoutWording(text))) {
    const share = tells(word, shown) * (decides.has(word) ? 1 : OF_CHAT);
    asked.set(word, { shown, share });
  }
  const said = new Set(asked.keys());
  for (const phrase of more) {
    for (const [word, shown] of shownWords(phrase))
      if (!asked.has(word)) asked.set(word, { shown, share: MEANT });
  }
  const meant = new Map<string, number>();
  const concepts = conceptsAsked(asking);
  for (const [concept, by] of concepts) {
    asked.set(concept, { shown: asked.get(by[0]!)?.shown ?? by[0]!, share: MEANT });
    meant.set(concept, Math.max(...by.map((word) => tellingOf(word, evidence))));
  }
  const termOf = (word: string, shown: string, share: number, tellsSo: number): HeldTerm | null => {
    const hash = hashTerm(word);
    const numbers = new Int32Array(stretches.length);
    let holders = 0;
    for (let s = 0; s < stretches.length; s++) {
      const number = (numbers[s] = stretches[s]!.find(hash));
      if (number >= 0) holders += stretches[s]!.starts[number + 1]! - stretches[s]!.starts[number]!;
    }
    return holders
      ? { shown, weight: share * rarity(holders, total), evidence: tellsSo, numbers, holders }
      : null;
  };
  // What is asked stands at the end of a long text.
  const all = [...asked].filter(([, { share }]) => share > 0).slice(-MOST_ASKED);
  const terms = all.flatMap(([word, { shown, share }]) => {
    const tellsSo = meant.get(word) ?? (said.has(word) ? (evidence.get(word) ?? 0) : share);
    return termOf(word, shown, share, tellsSo) ?? [];
  });
  const ofKind = new Map(
    [...concepts.keys()].flatMap((kind) => [...thingsOf(kind)].map((thing) => [thing, kind])),
  );
  for (const [thing, kind] of ofKind) {
    if (terms.length >= MOST_TERMS) break;
    if (asked.has(thing)) continue;
    const term = termOf(thing, asked.get(kind)!.shown, OF_KIND, 0);
    if (term && term.holders <= RARE * total) terms.push(term);
  }
  terms.sort((a, b) => b.weight - a.weight);
  let postings = 0;
  const enough = terms.findIndex(({ holders }, n) => (postings += holders) > MOST_POSTINGS && n > 0);
  return terms.slice(0, Math.min(MOST_TERMS, enough < 0 ? MOST_TERMS : enough));
}

/** What a character of Han tells that is a word of the dictionary by itself. */
const OF_CHARACTER = 0.5;

/** What the words of a phrase tell of what is asked for: one of Han is a word like any other where the dictionary has it. */
function tellingOf(phrase: string, evidence: ReadonlyMap<string, number>): number {
  const most = Math.max(0, ...words(phrase).map((word) => evidence.get(word) ?? 0));
  if (!most || !/^\p{Script=Han}/u.test(phrase)) return most;
  return phrase.length > 1 ? 1 : OF_CHARACTER;
}

/** The words of a text as they are compared, each with how it was said. */
function shownWords(text: string): [string, string][] {
  return [...text.matchAll(/[\p{L}\p{M}\p{N}'’々〇]+/gu)].flatMap(([shown]) =>
    words(shown).map((word): [string, string] => [word, /\p{Script=Han}/u.test(word) ? word : shown]),
  );
}

/** What a word that so many messages hold is worth, where it stands. */
function rarity(holders: number, messages: number): number {
  return Math.log(1 + (messages - holders + 0.5) / (holders + 0.5)) ** RARITY;
}

/** What a word is worth that a single message of the story holds: the most that any word can be. */
export function mostRarity(stretches: readonly IndexedStretch[]): number {
  return rarity(1, Math.max(2, messagesIn(stretches)));
}

function messagesIn(stretches: readonly IndexedStretch[]): number {
  return stretches.reduce((sum, { messages }) => sum + messages, 0);
}
