import { boundaryBefore } from '../../../text/encoding/truncate.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { sentencesOf } from '../../../text/structure/sentences.js';

/** UTF-16 units of a message that is recalled whole or not at all; a longer one is recalled by passages. */
const LONGEST_WHOLE = 12_000;
/** Of a passage, about. */
const PASSAGE = 900;
const LONGEST_PASSAGE = 1400;

/** Before a passage of a long message: how far into it that stands. */
const PLACE = (share: number) => `[… ${Math.round(100 * share)} %] `;

/** The passages of a message, some sentences each: together they are all of it; of one that is not long, itself. */
export function passagesOf(content: string): TextSpan[] {
  return content.length <= LONGEST_WHOLE ? [{ start: 0, end: content.length }] : dividedInPassages(content);
}

/** The same of any message that is longer than one passage. */
export function dividedInPassages(content: string): TextSpan[] {
  const passages: TextSpan[] = [];
  let start = 0;
  for (const { end } of sentencesOf(content)) {
    // A sentence without an end is cut.
    while (end - start > LONGEST_PASSAGE) {
      const cut = boundaryBefore(content, start + PASSAGE);
      passages.push({ start, end: cut });
      start = cut;
    }
    if (end - start < PASSAGE) continue;
    passages.push({ start, end });
    start = end;
  }
  if (start < content.length) passages.push({ start, end: content.length });
  return passages;
}

/**
 * Some passages of a message as it is recalled: in its order, with how far into it each stands that does not follow the
 * one before.
 *
 * @param parts their numbers
 */
export function inPassages(content: string, parts: readonly number[]): string {
  const passages = passagesOf(content);
  if (passages.length < 2) return content;
  const texts: string[] = [];
  let last = -2;
  for (const part of [...parts].sort((a, b) => a - b)) {
    const passage = passages[part];
    if (!passage) continue;
    const text = content.slice(passage.start, passage.end);
    if (part === last + 1) texts[texts.length - 1] += text;
    else texts.push(PLACE(passage.start / content.length) + text.trimStart());
    last = part;
  }
  return texts.map((text) => text.trimEnd()).join('\n');
}
