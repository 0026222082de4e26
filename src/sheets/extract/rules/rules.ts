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
  /** The tags of which it wants one, as bits; 0 for none. */
  tags: number;
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
  /** What a clause describes, where it goes on about somebody who is being described. */
  described(tagged: string): { kind: Kind; words: number };
  /** How somebody is told of who has not been named before. */
  namesake: RegExp;
  /** A line says who says it: group `who` is the mark. */
  introduces: RegExp;
  /** How somebody comes in before they are named, with what they look like, and how they are named then; none where that is not told. */
  entrance: { comes: RegExp; named: RegExp } | null;
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

/** What stands in a pattern for any tags. */
export const ANY_TAGS = '[\uF001-\uF0FF]*';

/** The tags of a text, or of a pattern, as bits. */
export function tagsIn(text: string): number {
  let bits = 0;
  for (const tag of text.match(/[\uF001-\uF01F]/g) ?? []) bits |= 1 << (tag.charCodeAt(0) - 0xf001);
  return bits;
}

/** The tags without one of which a pattern fits nothing; 0 where a word without a tag may stand in their place. */
function tagsWanted(pattern: string): number {
  const bare = pattern.replaceAll(ANY_TAGS, '');
  return /[\uF001-\uF01F]\|(?!\[)|(?<![\uF001-\uF01F])\|\[\^[^\]]*\uF0FF\]/u.test(bare) ? 0 : tagsIn(bare);
}

/** Makes a rule of a pattern in words. */
export function rule(kind: Kind, weight: number, where: FactRule['where'], pattern: string): FactRule {
  const isBehind = where === 'subject' || where === 'behind';
  return {
    kind,
    weight,
    where,
    tagged: /[\uF001-\uF0FF]/.test(pattern),
    tags: tagsWanted(pattern),
    pattern: new RegExp(where === 'before' ? `${pattern}$` : pattern, isBehind ? 'y' : ''),
  };
}
