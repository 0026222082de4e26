import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Quotation } from '../../../text/types.js';
import type { NameMarks } from '../rules/marks.js';
import type { Rules } from '../rules/rules.js';
import type { PeopleWords, Token } from '../rules/tokens.js';
import { linesByPassage, sentences, stretches } from '../subject/sentences.js';

/** A clause as it stands, its names marked. */
export interface ToldClause extends TextSpan {
  /** The index of its passage. */
  passage: number;
  section: number;
  /** In one line, without the mark that opens a line. */
  marked: string;
  /** The line that it is part of; null for narration. */
  quotation: Quotation | null;
  sentence: TextSpan;
  /** Whom its words mean; of narration alone. */
  tokens: readonly Token[];
}

/** All clauses of some passages, by their indexes, in order; of lines, those of one speaker, and that name them. */
export function toldIn(
  reading: Reading,
  passages: readonly number[],
  marks: NameMarks,
  { own, speaker }: { own: RegExp; speaker: string | undefined },
  { clauseEnd }: Rules,
  words: PeopleWords,
): ToldClause[] {
  const { text } = reading;
  const lines = linesByPassage(reading);
  const told: ToldClause[] = [];
  /** Whether the line before tells of them: then the next one may answer it by a pronoun. */
  let isTopic = false;
  for (const index of passages) {
    const passage = reading.passages[index]!;
    for (const { start, end, quotation } of stretches(passage, lines.get(passage.n) ?? [])) {
      const { section } = passage;
      // What others say of somebody else is only a line that is said.
      const line = quotation ? text.slice(start, end) : '';
      const names = quotation !== null && own.test(line);
      const answers: boolean = isTopic && words.answer.test(line);
      if (quotation) isTopic = names || answers;
      if (quotation && quotation.speaker !== speaker && !names && !answers) {
        told.push({
          start,
          end,
          passage: index,
          section,
          marked: '',
          quotation,
          sentence: { start, end },
          tokens: [],
        });
        continue;
      }
      for (const sentence of sentences(text, start, end)) {
        for (const part of clausesIn(text, sentence, clauseEnd)) {
          const marked = marks.mark(text.slice(part.start, part.end)).replace(/^["“‘「『'(\s]+/u, '');
          const tokens = quotation ? [] : words.tokens(marked);
          told.push({ ...part, passage: index, section, marked, quotation, sentence, tokens });
        }
      }
    }
  }
  return told;
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
