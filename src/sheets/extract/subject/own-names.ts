import { simplified } from '../../../text/search/script-zh.js';
import { surnameLength } from '../../../text/speakers/zh/surnames.js';
import type { Reading } from '../../../text/speakers/reading.js';

/** So often does somebody speak under one character of their name who is called by it. */
const LEAST = 3;

/** The names of somebody, and how a Chinese text says them in parts: 姓吕，名布; 布曰. */
export function ownNames({ text, language, people }: Reading, names: readonly string[]): string[] {
  if (language !== 'zh') return [...names];
  const parts = names.flatMap((name) => {
    const surname = name.slice(0, surnameLength(name));
    const given = name.slice(surname.length);
    return surname && given ? [`姓${surname}，名${given}`, `姓${surname}名${given}`] : [];
  });
  const own = new Set(names);
  const others = new Set(
    people
      .filter(({ name }) => !own.has(name))
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .map((name) => name.slice(surnameLength(name))),
  );
  const shorts = names
    .map((name) => name.slice(surnameLength(name)))
    .filter((given) => given.length === 1 && !others.has(given));
  const plain = simplified(text);
  const used = [...new Set(shorts)].filter(
    (given) =>
      [...plain.matchAll(new RegExp(`[，。；！？”\\s]${simplified(given)}(?:曰|大怒|大喜|遂|乃)`, 'g'))]
        .length >= LEAST,
  );
  return [...names, ...parts, ...used];
}
