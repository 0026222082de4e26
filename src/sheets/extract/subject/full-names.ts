import { surnameLength } from '../../../text/speakers/zh/surnames.js';
import type { Reading } from '../../../text/speakers/reading.js';

/** Family names that stand before a name as words, too. */
const WORDS = /[和于向时有从方平常安明成那包高边白乐都就连同项应解师贺强支左]/u;
const LETTER = /\p{Script=Han}/u;

/**
 * Their name with the family name that the text puts before it: 沈秀兰, for 秀兰. Only where they come in under it, there is
 * one such name, and nobody else bears it.
 */
export function fullNames({ text, people, language }: Reading, names: readonly string[]): string[] {
  if (language !== 'zh') return [];
  const known = new Set(people.flatMap(({ name, aliases }) => [name, ...aliases]));
  return names.flatMap((name) => {
    if (names.some((other) => other !== name && other.endsWith(name))) return [];
    if (name.length !== 2 || surnameLength(name) || !/^\p{Script=Han}+$/u.test(name)) return [];
    const found = new Set<string>();
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      const before = text[at - 1];
      if (!before || WORDS.test(before) || !surnameLength(before + name)) continue;
      // 说陈秀兰: but of 老陈秀兰 or 打开陈… nobody knows where the name begins.
      if (surnameLength((text[at - 2] ?? '') + before + name) === 2) found.add(text[at - 2]! + before + name);
      else found.add(before + name);
    }
    const [full, more] = [...found];
    const isFirst =
      full !== undefined && text.indexOf(full) + full.length - name.length === text.indexOf(name);
    return full && isFirst && !more && !known.has(full) && LETTER.test(full) ? [full] : [];
  });
}
