import { words } from '../../../text/search/words.js';
import { GROUPS } from './groups.js';
import { PEOPLE_GROUPS } from './people-groups.js';
import { THINGS_GROUPS } from './things-groups.js';
import { WORLD_GROUPS } from './world-groups.js';

/** A concept as an index holds it: no word of a text looks like it. */
export type Concept = `≈${string}`;

interface Meanings {
  /** By an English word as `words` gives it, or two that stand together. */
  byWord: Map<string, Concept[]>;
  /** By the Han that it begins with, the longest first. */
  byHan: Map<string, { phrase: string; concepts: Concept[] }[]>;
  /** What is of each kind. */
  things: Map<Concept, Set<Concept>>;
}

/** What is said in a text, with the kinds that it is of; and what a question asks for, by itself. */
const SAID = meanings(true);
const ASKED = meanings(false);

/**
 * What a text speaks of: each thing that `GROUPS` knows by a word of it, and the kinds that this is of.
 * @param said its words, where these are known
 */
export function conceptsSaid(text: string, said: readonly string[] = words(text)): Set<Concept> {
  return found(text, said, SAID);
}

/** What a text asks for: a thing, or whatever is of a kind, with the words that say so. */
export function conceptsAsked(text: string): Map<Concept, string[]> {
  const asked = new Map<Concept, string[]>();
  found(text, words(text), ASKED, (concept, word) =>
    asked.set(concept, [...(asked.get(concept) ?? []), word]),
  );
  return asked;
}

/** The things that are of a kind; none of what is itself one. */
export function thingsOf(kind: Concept): ReadonlySet<Concept> {
  return ASKED.things.get(kind) ?? NOTHING;
}

const NOTHING: ReadonlySet<Concept> = new Set();

function found(
  text: string,
  said: readonly string[],
  { byWord, byHan }: Meanings,
  tell: (concept: Concept, word: string) => void = () => undefined,
): Set<Concept> {
  const concepts = new Set<Concept>();
  const take = (some: readonly Concept[] | undefined, word: string) =>
    some?.forEach((concept) => {
      concepts.add(concept);
      tell(concept, word);
    });
  for (const [n, word] of said.entries()) {
    take(byWord.get(word), word);
    if (n > 0) take(byWord.get(`${said[n - 1]} ${word}`), word);
  }
  for (let at = 0; at < text.length;) {
    const phrases = byHan.get(text[at]!);
    const match = phrases?.find(({ phrase }) => text.startsWith(phrase, at));
    if (match) take(match.concepts, match.phrase);
    at += match?.phrase.length ?? 1;
  }
  return concepts;
}

function meanings(withKinds: boolean): Meanings {
  const byWord = new Map<string, Set<Concept>>();
  const byPhrase = new Map<string, Set<Concept>>();
  const things: Meanings['things'] = new Map();
  const add = (word: string, concept: Concept) => {
    const isHan = /\p{Script=Han}/u.test(word);
    const key = isHan ? word : words(word.replaceAll('_', ' ')).join(' ');
    const map = isHan ? byPhrase : byWord;
    map.set(key, (map.get(key) ?? new Set()).add(concept));
  };
  for (const line of [GROUPS, PEOPLE_GROUPS, WORLD_GROUPS, THINGS_GROUPS].join('').trim().split(/\n+/)) {
    const [kinds = '', ofKind = ''] = line.split(':');
    const kind: Concept = `≈${kinds.split(' ')[0]!}`;
    for (const word of kinds.split(' ')) add(word, kind);
    for (const thing of ofKind.split('|')) {
      const names = thing.trim().split(' ');
      const concept: Concept = `≈${names[0]!}`;
      things.set(kind, (things.get(kind) ?? new Set()).add(concept));
      for (const name of names) {
        add(name, concept);
        if (withKinds) add(name, kind);
      }
    }
  }
  const byHan: Meanings['byHan'] = new Map();
  for (const [phrase, concepts] of [...byPhrase].sort(([a], [b]) => b.length - a.length)) {
    const first = phrase[0]!;
    byHan.set(first, [...(byHan.get(first) ?? []), { phrase, concepts: [...concepts] }]);
  }
  return { byWord: new Map([...byWord].map(([word, some]) => [word, [...some]])), byHan, things };
}
