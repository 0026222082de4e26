import { simplified } from '../../../text/search/script-zh.js';
import { surnameLength } from '../../../text/speakers/zh/surnames.js';
import type { Reading } from '../../../text/speakers/reading.js';

/** So often does somebody speak under one character of their name who is called by it. */
const LEAST = 3;

const OFFICES =
  '护士长|院长|校长|村长|镇长|县长|局长|队长|班长|经理|主任|医生|大夫|老师|教授|律师|警官|掌柜|老板|总监|书记|总';

/** 孟护士长, for 孟秋菊 where there is nobody else of that family name; such a title at most. */
function titled(text: string, name: string, surname: string, people: Reading['people']): string[] {
  const others = people.filter((one) => ![one.name, ...one.aliases].includes(name));
  if (others.some((one) => [one.name, ...one.aliases].some((other) => other.startsWith(surname)))) return [];
  const found = new Set(
    [...text.matchAll(new RegExp(`${surname}(?:${OFFICES})`, 'gu'))].map(([whole]) => whole),
  );
  return found.size === 1 ? [...found] : [];
}

/** The names of somebody, and how a Chinese text says them in parts: 姓吕，名布; 布曰. */
export function ownNames({ text, language, people }: Reading, names: readonly string[]): string[] {
  if (language !== 'zh') return [...names];
  const parts = names.flatMap((name) => {
    const surname = name.slice(0, surnameLength(name));
    const given = name.slice(surname.length);
    return surname && given
      ? [
          `姓${surname}，名${given}`,
          `姓${surname}名${given}`,
          `姓${surname}，叫${name}`,
          `姓${surname}，单名一个${given}字`,
          ...titled(text, name, surname, people),
        ]
      : [];
  });
  const own = new Set(names);
  const others = new Set(
    people
      .filter(({ name }) => !own.has(name))
      .flatMap(({ name, aliases }) => [name, ...aliases])
      .map((name) => name.slice(surnameLength(name))),
  );
  // 公 is how anybody is spoken to.
  const shorts = names
    .map((name) => name.slice(surnameLength(name)))
    .filter((given) => given.length === 1 && given !== '公' && !others.has(given));
  const plain = simplified(text);
  const used = [...new Set(shorts)].filter(
    (given) =>
      [...plain.matchAll(new RegExp(`[，。；！？”\\s]${simplified(given)}(?:曰|大怒|大喜|遂|乃)`, 'g'))]
        .length >= LEAST,
  );
  return [...names, ...parts, ...used];
}
