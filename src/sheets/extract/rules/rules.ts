import type { PeopleWords } from './tokens.js';

/** What a clause tells of somebody. */
export type Kind =
  'status' | 'age' | 'looks' | 'trait' | 'ability' | 'possession' | 'drive' | 'manner' | 'event';

/** Reads a clause in which names are marked. */
export interface FactRule {
  kind: Kind;
  /** Of two facts, the heavier stands on the sheet. */
  weight: number;
  /** Where it looks: behind the mark of whoever the clause is about, behind any mark of theirs, before one, or in all of it. */
  where: 'subject' | 'behind' | 'before' | 'anywhere';
  /** Sticky behind a mark; before one it ends with `$`. */
  pattern: RegExp;
  /** The pattern is for a text that is tagged. */
  tagged: boolean;
}

/** Tells how two people stand to each other: group `o` is the other, group `k` the word for it. */
export interface BondRule {
  pattern: RegExp;
  /** Who is the friend, the daughter: the one of the sheet, or the other; or both are, of each other. */
  bearer: 'own' | 'other' | 'both';
}

/** How a language tells who somebody is. */
export interface Rules {
  /** What is put behind words for the patterns that need it. */
  tag(marked: string): string;
  /** Where a sentence goes on with something else. */
  clauseEnd: RegExp;
  /** Whether a clause only supposes, asks or denies that it is so. */
  supposes: RegExp;
  /** What may stand before whoever a clause is about. */
  leads: RegExp;
  /** How a text speaks of people without their names. */
  people(text: string): PeopleWords;
  /** Whoever tells the story, of themselves. */
  first: RegExp;
  facts: readonly FactRule[];
  /** How somebody is told of who has not been named before. */
  namesake: RegExp;
  /** What others say of them. */
  hearsay: readonly FactRule[];
  /** What they say of themselves. */
  ownWords: readonly FactRule[];
  bonds: readonly BondRule[];
  /** Who is somebody's that may have no name: group `k` is the word for it, `n` their name, `c` that they are called so. All of a text, one by one. */
  kin: RegExp;
  /** `My brother`, in what they say: group `k` is the word. All of a text, one by one. */
  myKin: RegExp;
  /** Whose they are, of somebody whom the cast may not know: group `k` is what they are, `n` the name. */
  whose: RegExp;
  /** `My brother X`, in what somebody says: group `o` is whom they mean, `k` the word. */
  mine: RegExp;
  /** What they feel for somebody: group `o` is the other. */
  feelings: RegExp;
}

/** Makes a rule of a pattern in words. */
export function rule(kind: Kind, weight: number, where: FactRule['where'], pattern: string): FactRule {
  const isBehind = where === 'subject' || where === 'behind';
  return {
    kind,
    weight,
    where,
    tagged: /[\uF001-\uF0FF]/.test(pattern),
    pattern: new RegExp(where === 'before' ? `${pattern}$` : pattern, isBehind ? 'y' : ''),
  };
}
