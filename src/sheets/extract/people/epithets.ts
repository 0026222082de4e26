import { genderOfNoun } from '../../../text/speakers/en/lines/nouns.js';
import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { passageAt } from '../subject/citing.js';

/** `Said the old robber`, behind a line of somebody's. */
export interface Epithet extends TextSpan {
  /** Null where nobody is known to say it. */
  speaker: string | null;
  section: number;
  /** `the old robber`. */
  phrase: string;
  /** `robber`. */
  noun: string;
}

/** In UTF-16 units, of what is looked at behind a line. */
const BEHIND = 70;
const TAG = /^[^\p{L}“"‘]{0,4}\p{Ll}+\s+(the(?:\s+[\p{Ll}-]+){1,4})/u;

/** By what else than a name the text calls those who say its lines. */
export function epithetsIn(reading: Reading): Epithet[] {
  if (reading.language !== 'en') return [];
  const { text, quotations, passages } = reading;
  return quotations.flatMap(({ speaker, end }) => {
    const found = TAG.exec(text.slice(end, end + BEHIND));
    if (!found) return [];
    const words = found[1]!.split(/\s+/);
    const at = words.findIndex((word, n) => n > 0 && genderOfNoun(word) !== undefined);
    if (at < 0 || words[at] === 'other' || words[at] === 'voice') return [];
    const phrase = words.slice(0, at + 1).join(' ');
    const from = end + found[0].length - found[1]!.length;
    const { section } = passages[passageAt(reading, end)]!;
    return [{ speaker, section, phrase, noun: words[at]!, start: from, end: from + phrase.length }];
  });
}

/** So often is somebody called so in a section before it is they wherever it stands there. */
const LEAST = 2;

/** Whom `the girl` means, section by section: where only one of those who speak is called so. By the noun as tokens have it. */
export function calledIn(
  epithets: readonly Epithet[],
  marks: ReadonlyMap<string, string>,
): ReadonlyMap<number, ReadonlyMap<string, string>> {
  const times = new Map<number, Map<string, Map<string | null, number>>>();
  for (const { section, noun, speaker } of epithets) {
    const nouns = times.get(section) ?? times.set(section, new Map()).get(section)!;
    const speakers = nouns.get(noun) ?? nouns.set(noun, new Map()).get(noun)!;
    speakers.set(speaker, (speakers.get(speaker) ?? 0) + 1);
  }
  return new Map(
    [...times].map(([section, nouns]) => [
      section,
      new Map(
        [...nouns].flatMap(([noun, speakers]) => {
          const unknown = speakers.get(null) ?? 0;
          const [one, another] = [...speakers].filter(([speaker]) => speaker !== null);
          const mark =
            one && !another && one[1] >= LEAST && one[1] > unknown ? marks.get(one[0]!) : undefined;
          return mark ? [[`the ${noun}`, mark] as const] : [];
        }),
      ),
    ]),
  );
}
