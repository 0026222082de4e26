import type { Sheet } from '../../contracts/sheet.js';
import type { Work } from '../../text/search/slices.js';
import { mayHold, tells, words } from '../../text/search/words.js';
import { EVERYDAY, EVERYDAY_HAN } from '../recall/question/everyday-words.js';
import { sceneLine } from './chronicle.js';

/** An entry that comes after the one whose message has changed. */
export interface LaterEntry {
  fromSeq: number;
  toSeq: number;
  text: string;
}

/** So much of one line that an entry's own messages lack was not written of them, however common each word is. */
const LINE_TELLS = 3;
const HEADING = /[:：]\s*$/;
const NUMBER = /#\p{N}+/gu;

/**
 * Which entries tell something of texts that stand no more, though their own messages do not say it: whoever wrote them
 * had read the entry before, which told it then. An entry does so where it holds a word of them that no message says up
 * to its end, or a line with several such that its own messages lack.
 *
 * @param gone what stood where a message has changed
 * @param messages what stands, from the first message of the entry that changed on, in order
 * @param known names that any entry may use
 */
export function* tellersOf(
  gone: readonly string[],
  entries: readonly LaterEntry[],
  messages: readonly { seq: number; content: string }[],
  known: readonly string[],
  language: Sheet['language'],
): Work<boolean[]> {
  const telling = new Set(gone.flatMap((text) => words(text.replace(EVERYDAY_HAN, ' '))));
  for (const word of words([...known, sceneLine('', language)].join('\n'))) telling.delete(word);
  for (const word of telling) if (!tells(word, word) || EVERYDAY.has(word)) telling.delete(word);
  const lines = entries.map(({ text }) =>
    text
      .split('\n')
      .filter((line) => !HEADING.test(line))
      .map((line) => [...new Set(words(line.replace(NUMBER, '')))].filter((word) => telling.has(word))),
  );
  const said = yield* numbersOf(new Set(lines.flat(2)), messages);
  return entries.map(({ fromSeq, toSeq }, n) =>
    lines[n]!.some((line) => {
      const lacking = line.filter((word) => !said.get(word)?.some((seq) => seq >= fromSeq && seq <= toSeq));
      const nowhere = lacking.some(
        (word) => tells(word, word) === 1 && !said.get(word)?.some((seq) => seq <= toSeq),
      );
      return nowhere || lacking.reduce((sum, word) => sum + tells(word, word), 0) >= LINE_TELLS;
    }),
  );
}

/** The numbers of the messages that say each of some words. */
function* numbersOf(
  wanted: ReadonlySet<string>,
  messages: readonly { seq: number; content: string }[],
): Work<Map<string, number[]>> {
  const said = new Map<string, number[]>();
  const may = mayHold(wanted);
  for (const { seq, content } of messages) {
    yield;
    if (!may(content)) continue;
    for (const word of new Set(words(content)))
      if (wanted.has(word)) {
        const numbers = said.get(word);
        if (numbers) numbers.push(seq);
        else said.set(word, [seq]);
      }
  }
  return said;
}
