import { ADVERB, NAME, SAYS, TITLES } from './english.js';
import type { Passage, Quotation } from './types.js';

/** In UTF-16 units: so far from a quotation it is told who says it. */
const REACH = 240;

const SAID_NAME = new RegExp(
  String.raw`^[\s—–-]*${SAYS}${ADVERB}\s+(?:the\s+)?(${NAME})(?=([\s\S]{0,12}))`,
  'u',
);
const NAME_SAID = new RegExp(String.raw`^\s*(?:[Tt]he\s+)?(${NAME})${ADVERB}\s+${SAYS}`, 'u');
const NAME_SAID_LAST = new RegExp(
  String.raw`^(?:[\s\S]*[^\p{L}.])?(?:[Tt]he\s+)?(${NAME})${ADVERB}\s+${SAYS}[^.?!;“”"]*$`,
  'u',
);
const SAID_NAME_LAST = new RegExp(String.raw`^${SAYS}${ADVERB}\s+(?:the\s+)?(${NAME})[^.?!;“”"]*$`, 'iu');
const NAME_AND_SAID = new RegExp(
  String.raw`^(?:(?:And|But|Then|So|At last|Here),?\s+)?(?:[Tt]he\s+)?(${NAME})\s+\p{Ll}[^.?!;:“”"]*\band${ADVERB}\s+${SAYS}[^.?!;“”"]*$`,
  'u',
);
/** Words after a name that make it another's: "Anna's aunt", "Anna and Jane". */
const NOT_ALONE = /^(?:[’']s?\b|\s+and\s+(?:\p{Lu}|the\b|his\b|her\b|my\b))/u;
const NOT_SUBJECT =
  /(?:\b(?:of|by|with|to|than|at|for|from|upon|on|in)|\p{Lu}[\p{L}’']*\s+and)\s+(?:the\s+)?$/u;

/** For each quotation the name, as it stands there, that the text around it says it with; null where it says none. */
export function cuesInEnglish(
  text: string,
  passages: readonly Passage[],
  quotations: readonly Quotation[],
): (string | null)[] {
  return quotations.map((quotation, i) => {
    const passage = passages[quotation.passage - 1]!;
    const next = quotations[i + 1];
    const previous = quotations[i - 1];
    const until = next?.passage === quotation.passage ? next.start : passage.end;
    const since = previous?.passage === quotation.passage ? previous.end : passage.start;
    const after = text.slice(quotation.end, Math.min(until, quotation.end + REACH));
    const before = text.slice(Math.max(since, quotation.start - REACH), quotation.start);
    return told(after, quotation.text, until === next?.start) ?? toldBefore(before);
  });
}

function told(after: string, said: string, leadsOn: boolean): string | null {
  const inverted = SAID_NAME.exec(after);
  if (inverted) return alone(inverted[1]!, inverted[2]!);
  if (/[.:;]$/.test(said)) return null;
  const direct = NAME_SAID.exec(after);
  if (!direct || (leadsOn && /:\s*$/.test(after))) return null;
  return alone(direct[1]!, after.slice(after.indexOf(direct[1]!) + direct[1]!.length));
}

function toldBefore(before: string): string | null {
  if (!/[,:—–-]\s*$/.test(before)) return null;
  const sentence = lastSentence(before);
  for (const pattern of [NAME_SAID_LAST, SAID_NAME_LAST, NAME_AND_SAID]) {
    const match = pattern.exec(sentence);
    if (!match) continue;
    const at = sentence.lastIndexOf(match[1]!);
    if (pattern === NAME_SAID_LAST && NOT_SUBJECT.test(sentence.slice(0, at))) return null;
    return alone(match[1]!, sentence.slice(at + match[1]!.length));
  }
  return null;
}

function alone(name: string, after: string): string | null {
  return /[’']s$/.test(name) || NOT_ALONE.test(after) ? null : name;
}

const ABBREVIATED = new RegExp(String.raw`(?:\b(?:${TITLES.join('|')})|\b\p{Lu})\.$`, 'u');

function lastSentence(before: string): string {
  let from = 0;
  for (const match of before.matchAll(/[.!?][”"’)]*\s+/g)) {
    const end = match.index + match[0].length;
    if (end < before.length && !ABBREVIATED.test(before.slice(0, match.index + 1))) from = end;
  }
  return before.slice(from).trimStart();
}
