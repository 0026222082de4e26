import type { TextSpan } from '../structure/passages.js';
import type { Passage, Quotation } from '../types.js';
import { surnameLength } from './zh/surnames.js';

const NAME = "(\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+){0,2})";
const ENGLISH = [
  new RegExp(
    `(?<!\\p{L})(?:[Mm]y (?:full )?name (?:is|was)|I (?:am|was) (?:called|named|christened)|[Cc]all me) ${NAME}`,
    'u',
  ),
];
/** How a letter ends. */
const ENDING =
  '(?:Yours?|Ever|Always|With love|Love|Sincerely|Faithfully|Affectionately)(?: \\p{Ll}+){0,3},?';
/** `Your Tom`, `Yours ever, Tom Alder`, below a letter. */
const SIGNED = new RegExp(`^${ENDING}\\s${NAME}$`, 'u');
const ENDS = new RegExp(`^${ENDING}$`, 'u');
const ALONE = new RegExp(`^${NAME}$`, 'u');
const CHINESE =
  /(?:^|[，。！？；\s])我(?:的名字|名字|的名)?(?:是|叫做?|名叫|姓\p{Script=Han}，?单?名|大名叫?)(\p{Script=Han}{2,4})(?=[，。！；])/u;
const CHINESE_APART =
  /(?:^|[，。！？；\s])我姓(\p{Script=Han}{1,2})，(?:单)?名(?:叫)?(?:一个)?(\p{Script=Han}{1,2}?)(?:字)?(?=[，。！；])/u;

/** So much of a story's narration says `I` where somebody tells it. */
const SHARE = 0.2;

/** The name that whoever tells a story gives themselves in it, or signs all its letters with; null where there is none. */
export function selfNamed(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
  language: 'en' | 'zh',
): string | null {
  const narration = [...narrationIn(text, passages, lines)];
  const first = language === 'zh' ? /我/ : /(?<!\p{L})I(?!\p{L})/u;
  const telling = narration.filter((told) => first.test(told));
  if (telling.length < 2 || telling.length < SHARE * narration.length) return null;
  return language === 'zh' ? chineseName(telling) : (englishName(telling) ?? signature(narration));
}

function* narrationIn(
  text: string,
  passages: readonly Passage[],
  lines: readonly Quotation[],
): Generator<string> {
  let next = 0;
  for (const { start, end } of passages) {
    let at = start;
    let told = '';
    while (next < lines.length && lines[next]!.start < end) {
      const line: TextSpan = lines[next++]!;
      if (line.start > at) told += `${text.slice(at, line.start)} `;
      at = Math.max(at, line.end);
    }
    if (at < end) told += text.slice(at, end);
    if (told.trim()) yield told.replace(/\s+/g, ' ').trim();
  }
}

function englishName(telling: readonly string[]): string | null {
  for (const told of telling) {
    for (const pattern of ENGLISH) {
      const name = pattern.exec(told)?.[1];
      if (name) return name;
    }
  }
  return null;
}

/** The longest of all signatures, where all are one person's. */
function signature(narration: readonly string[]): string | null {
  const signed = narration.flatMap((told, n) => {
    if (told.length > 60) return [];
    const below = ENDS.test(narration[n - 1] ?? '') ? ALONE.exec(told)?.[1] : undefined;
    return SIGNED.exec(told)?.[1] ?? below ?? [];
  });
  const [longest] = [...signed].sort((a, b) => b.length - a.length);
  if (signed.length < 2 || !longest) return null;
  const own = longest.split(' ');
  return signed.every((name) => name.split(' ').every((word) => own.includes(word))) ? longest : null;
}

function chineseName(telling: readonly string[]): string | null {
  for (const told of telling) {
    const apart = CHINESE_APART.exec(told);
    if (apart) return apart[1]! + apart[2]!;
    const name = CHINESE.exec(told)?.[1];
    if (name && surnameLength(name)) return name;
  }
  return null;
}
