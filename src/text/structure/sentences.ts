import type { TextSpan } from './passages.js';
import { inOneLine } from './one-line.js';

/** Written with a stop that ends no sentence, as initials are. */
const ABBREVIATED =
  '(?:Mr|Mrs|Ms|Messrs|Dr|St|Jr|Sr|Mme|Mlle|Capt|Col|Gen|Lieut|Lt|Sgt|Prof|Rev|Hon|No|Vol|[A-HJ-Z])';
/** Where a sentence ends. A row of stops without end is looked at once, and not from each of its stops on. */
const SENTENCE_END = new RegExp(
  String.raw`(?:[!?]|(?<!\b${ABBREVIATED})\.)[.!?…]{0,20}[”’"')\]]{0,20}\s+(?=[“"‘([]{0,20}[\p{Lu}\p{N}])` +
    '|[。！？．][。！？．…]*[”’」』）]*|…[”’」』）]+',
  'gu',
);

/** The sentences of a paragraph, with the blanks after each: together they are all of it. */
export function sentencesOf(text: string): TextSpan[] {
  const found: TextSpan[] = [];
  let start = 0;
  for (const { index, 0: mark } of text.matchAll(SENTENCE_END)) {
    found.push({ start, end: index + mark.length });
    start = index + mark.length;
  }
  if (start < text.length) found.push({ start, end: text.length });
  return found;
}

/** A text that was wrapped to a width, on one line. Han stand beside each other without a blank. */
export function joinedLines(text: string): string {
  return inOneLine(text.replace(BROKEN_HAN, ''));
}

const BROKEN_HAN = /(?<=[\p{Script=Han}，。、；：！？」』”])[^\S\n]*\n\s*(?=[\p{Script=Han}「『“])/gu;
