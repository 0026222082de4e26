import type { Passage } from '../../../types.js';
import { COMMON, makesPlace } from './no-names.js';
import { ABBREVIATED, isBareTitle, isTitle } from './titles.js';

/** Names of people as English texts write them: which capitals are names, and where they stand. */

/** `Duchess of Somewhere` is one name. */
const RANK =
  '(?:King|Queen|Prince|Princess|Duke|Duchess|Earl|Count|Countess|Lord|Lady|Knave|Bishop|Marquis|Marchioness|Baron|Abbot)';

const CAP = "\\p{Lu}(?:['’]\\p{Lu})?\\p{Ll}[\\p{L}]*(?:['’]\\p{Lu}\\p{Ll}+|-\\p{Lu}\\p{Ll}+)*";
const RUN = new RegExp(
  `(?<![\\p{L}\\d'’-])(?:${RANK}\\s+of\\s+(?:the\\s+)?${CAP}|(?:(?<!\\p{Lu}\\.\\s?)M\\.\\s+(?=\\p{Lu}\\p{Ll}))?${CAP}\\b\\.?(?:\\s+(?:(?:de|du|la|von|van|der)\\s+){0,2}(?:${CAP}|\\p{Lu}\\.(?=\\s+\\p{Lu}\\p{Ll}))\\.?)*)`,
  'gu',
);
const WORD = /\p{L}+/gu;

/** A name in the text. */
export interface Mention {
  start: number;
  end: number;
  /** With single blanks, without marks of possession. */
  name: string;
  /** `Emma's`. */
  possessive: boolean;
  /** `the Hatter`. */
  article: boolean;
  /** Where a word that is no name is written small. */
  within: boolean;
}

/** The names in each passage, in order. */
export function findMentions(text: string, passages: readonly Passage[]): Mention[][] {
  const isName = nameWords(text);
  const generations = generationsOf(text);
  return passages.map(({ start, end }) => {
    const found: Mention[] = [];
    const narration = text.slice(start, end);
    for (const match of narration.matchAll(RUN)) {
      const month = BEFORE_MONTH.test(narration.slice(Math.max(0, match.index - 12), match.index))
        ? (MONTH.exec(match[0])?.[0].length ?? 0)
        : 0;
      for (const [begin, to] of runs(match[0], isName)) {
        const from = Math.max(begin, month);
        const until = match.index + to;
        const young =
          YOUNG.exec(narration.slice(Math.max(0, match.index + from - 8), match.index + from))?.[0].length ??
          0;
        const parted =
          young > 0 && generations.has(narration.slice(match.index + from, until).replace(/\s+/g, ' '));
        const at = match.index + from - (parted ? young : 0);
        found.push({
          start: start + at,
          end: start + until,
          name: narration.slice(at, until).replace(/\s+/g, ' '),
          // Some editions have lost their apostrophes.
          possessive: /^(?:['’]s?\b|['’](?=\s)| s\b)/.test(narration.slice(until, until + 3)),
          article: /\bthe\s+$/i.test(narration.slice(Math.max(0, at - 6), at)),
          within: /[\p{L},;]\s+$/u.test(narration.slice(Math.max(0, at - 4), at)),
        });
      }
    }
    return found;
  });
}

/** Months that are names, too: `in the following June Hester married`. */
const MONTH = /^(?:March|April|May|June|July|August)\s+(?=\p{Lu})/u;
const BEFORE_MONTH =
  /(?<!\p{L})(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Dd]uring|early|late|following|last|next)\s+$/u;

const YOUNG = /(?<!\p{L})young\s+$/u;
const GENERATION = new RegExp(`(?<!\\p{L})([Oo]ld|[Ee]lder|[Yy]oung|[Yy]ounger)\\s+(Mr\\.?\\s+${CAP})`, 'gu');

/** `Mr. Hale`, where the text knows an old and a young one. */
function generationsOf(text: string): Set<string> {
  const known = new Map<string, Set<boolean>>();
  for (const [, age, name] of text.matchAll(GENERATION)) {
    const key = name!.replace(/\s+/g, ' ');
    known.set(key, (known.get(key) ?? new Set()).add(/^young/i.test(age!)));
  }
  return new Set([...known].filter(([, ages]) => ages.size === 2).map(([name]) => name));
}

/** Tells names from words that only begin a sentence: a name keeps its capital within one. */
function nameWords(text: string): (word: string) => boolean {
  const within = new Map<string, number>();
  const small = new Map<string, number>();
  for (const match of text.matchAll(WORD)) {
    const word = match[0];
    const first = word.charCodeAt(0);
    if (first >= 97 && first <= 122) small.set(word, (small.get(word) ?? 0) + 1);
    else if (/\s/.test(text[match.index - 1] ?? '') && /[\p{L},;]/u.test(text[match.index - 2] ?? '')) {
      within.set(word, (within.get(word) ?? 0) + 1);
    }
  }
  return (word) => {
    if (COMMON.has(word) || /^\p{Lu}\p{Lu}/u.test(word)) return false;
    const [head] = word.split(/['’-]/);
    const kept = within.get(head!) ?? 0;
    return kept ? kept * 20 >= (small.get(head!.toLowerCase()) ?? 0) : !small.has(head!.toLowerCase());
  };
}

/** The parts of a run of capitals that are names: titles first, then words that are names. */
function runs(run: string, isName: (word: string) => boolean): [number, number][] {
  if (/\sof\s/.test(run)) return [[0, run.length]];
  const words = [...run.matchAll(/\S+/g)].map((match) => ({
    at: match.index,
    end: match.index + match[0].length,
    word: match[0].replace(/\.$/, ''),
    stopped: match[0].endsWith('.'),
  }));
  const found: [number, number][] = [];
  let open: typeof words = [];
  const close = () => {
    while (open.length && /^\p{Ll}|^\p{Lu}$/u.test(open.at(-1)!.word)) open.pop();
    const last = open.at(-1);
    const named = open.some(({ word }) => !isTitle(word));
    const place = open.length > 1 && makesPlace(last!.word, isTitle(open[0]!.word));
    if (last && !place && (named || (open.length === 1 && !isBareTitle(last.word) && isName(last.word)))) {
      const bareStop = last.stopped && !(last.word.length === 1);
      found.push([open[0]!.at, bareStop ? last.end - 1 : last.end]);
    }
    open = [];
  };
  for (const one of words) {
    const title = isTitle(one.word) && (one.word !== 'M' || (one.stopped && one === words[0]));
    const abbreviated = ABBREVIATED.test(one.word);
    if (title && open.some(({ word }) => !isTitle(word))) close();
    if (title || /^\p{Lu}$/u.test(one.word) || /^\p{Ll}/u.test(one.word) || isName(one.word)) open.push(one);
    else close();
    // A stop after anything but a title or an initial ends the sentence.
    if (one.stopped && !abbreviated && one.word.length > 1) close();
  }
  close();
  return found;
}
