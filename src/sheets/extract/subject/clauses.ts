import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Quotation } from '../../../text/types.js';
import { partsOf, titleGender } from '../../../text/speakers/en/names/titles.js';
import type { Acquaintance } from './acquaintances.js';
import { markOf, type NameMarks, OWN } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import { linesByPassage, sentences, stretches } from './sentences.js';

/** A clause of a passage that names the one whom a sheet is about, or goes on about them, or that they say. */
export interface Clause extends TextSpan {
  section: number;
  /** In one line, with names marked. A pronoun at its beginning that means them is marked, too. */
  marked: string;
  /** The same, tagged. */
  tagged: string;
  /** Whether it says "she" where it begins, so that it does not name them. */
  byPronoun: boolean;
  /** The line that it is part of; null for narration. */
  quotation: Quotation | null;
  /** The sentence that it is part of. */
  sentence: TextSpan;
}

/** Only who speaks says so: the marks of a line were not found. */
const SPOKEN = /[我你咱俺！？!?]|\b(?:I|you|me|my|your)\b/;

/** All clauses about somebody, in passages by their index. */
export function clausesOf(
  reading: Reading,
  passages: readonly number[],
  marks: NameMarks,
  rules: Rules,
  speaker: string | undefined,
  others: readonly Acquaintance[],
): Clause[] {
  const { text } = reading;
  const lines = linesByPassage(reading);
  const gender = pronounOf(reading, passages, marks, rules);
  const rival = rivals(others, gender);
  const clauses: Clause[] = [];
  for (const index of passages) {
    const passage = reading.passages[index]!;
    let about = false;
    for (const stretch of stretches(passage, lines.get(passage.n) ?? [])) {
      const { quotation } = stretch;
      const isOwn = quotation !== null && quotation.speaker === speaker && speaker !== undefined;
      if (quotation && quotation.speaker === null) continue;
      if (quotation) about = false;
      const all = [...sentences(text, stretch.start, stretch.end)];
      for (const sentence of all) {
        const raw = text.slice(sentence.start, sentence.end);
        // What only leads up to a line.
        if (!quotation && (/[：:]$/.test(raw) || (/[，,]$/.test(raw) && sentence === all.at(-1)))) continue;
        if (raw.length < 4) continue;
        let first = true;
        for (const part of clausesIn(text, sentence, rules.clauseEnd)) {
          const plain = marks.mark(text.slice(part.start, part.end)).replace(/^["“‘「『'(\s]+/u, '');
          const pronoun: RegExpExecArray | null = quotation || !about ? null : rules.pronoun.exec(plain);
          const byPronoun: boolean =
            pronoun !== null && (gender === null || gender.test(pronoun[1]!)) && !SPOKEN.test(plain);
          const marked: string = byPronoun ? withSubject(plain, pronoun!) : plain;
          if (!quotation) about = (about || (first && rules.begins.test(marked))) && !rival.test(marked);
          first = false;
          if (!quotation && /["“”„«»「」『』]/.test(plain)) continue;
          if (marked.includes(OWN) || isOwn)
            clauses.push({
              ...part,
              section: passage.section,
              marked,
              tagged: rules.tag(marked),
              byPronoun,
              quotation,
              sentence,
            });
        }
      }
    }
  }
  return clauses;
}

/** `She was` and `Her hair` with the mark of whom they mean. */
function withSubject(marked: string, [whole, pronoun]: RegExpExecArray): string {
  const before = whole.slice(0, whole.length - pronoun!.length);
  const own = /^(?:His|Her)$/.test(pronoun!) ? `${OWN}'s` : OWN;
  return before + own + marked.slice(whole.length);
}

/** Finds the marks of those whom the same pronoun may mean. */
function rivals(others: readonly Acquaintance[], gender: RegExp | null): RegExp {
  const opposite = gender && (gender.test('He') ? 'f' : 'm');
  const marks = others
    .map(({ names }, n) =>
      opposite && names.some((name) => titleGender(partsOf(name)) === opposite) ? '' : markOf(n),
    )
    .join('');
  return marks === '' ? /(?!)/ : new RegExp(`[${marks}]`);
}

/** Passages that tell whether somebody is he or she. */
const ENOUGH = 300;

/** Whether somebody is he or she, by how sentences go on that follow one about them alone; null where that is not clear. */
function pronounOf(
  reading: Reading,
  passages: readonly number[],
  marks: NameMarks,
  rules: Rules,
): RegExp | null {
  const times = { he: 0, she: 0 };
  for (const index of passages.slice(0, ENOUGH)) {
    const { start, end } = reading.passages[index]!;
    let about = false;
    for (const sentence of sentences(reading.text, start, end)) {
      const marked = marks.mark(reading.text.slice(sentence.start, sentence.end));
      const found = rules.pronoun.exec(marked)?.[1];
      if (about && found) times[/^(?:He|His|他)$/.test(found) ? 'he' : 'she']++;
      about = rules.begins.test(marked) && !/[\uE100-\uE8FF"“”「」]/.test(marked);
    }
  }
  if (times.he + times.she < 2 || Math.min(times.he, times.she) * 3 > Math.max(times.he, times.she))
    return null;
  return times.he > times.she ? /^(?:He|His|他|其)$/ : /^(?:She|Her|她|其)$/;
}

function* clausesIn(text: string, { start, end }: TextSpan, border: RegExp): Generator<TextSpan> {
  let at = start;
  for (const { index, 0: mark } of text.slice(start, end).matchAll(border)) {
    const stop = start + index;
    if (stop > at) yield { start: at, end: stop };
    at = stop + mark.length;
  }
  if (at < end) yield { start: at, end };
}
