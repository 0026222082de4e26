import type { PeopleWords } from '../rules/tokens.js';
import type { ToldClause } from './told.js';

/**
 * Whom nouns mean that only one person bears: `the captain`, where there is one captain; `my sister`, of whom the text
 * has told the name, if somebody tells it as `I`. By the noun as tokens have it, the mark.
 */
export function bearersOf(
  told: readonly ToldClause[],
  names: ReadonlyMap<string, readonly string[]>,
  words: PeopleWords,
  isTold: boolean,
): ReadonlyMap<string, string> {
  const found = new Map<string, Set<string>>();
  const add = (key: string, mark: string) => {
    const marks = found.get(key);
    if (marks) marks.add(mark);
    else found.set(key, new Set([mark]));
  };
  for (const [mark, called] of names) {
    for (const name of called) {
      const key = words.office(name);
      if (key) add(key, mark);
    }
  }
  // Only who tells a story has a sister who is `my sister`.
  for (const { marked, quotation } of isTold ? told : []) {
    if (!quotation) for (const { key, mark } of words.called(marked)) add(key, mark);
  }
  return new Map([...found].flatMap(([key, marks]) => (marks.size === 1 ? [[key, [...marks][0]!]] : [])));
}
