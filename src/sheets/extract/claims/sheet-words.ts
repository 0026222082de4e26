import type { Sheet } from '../../../contracts/sheet.js';

/** What a sheet says in its own words, around those of the text. */
interface SheetWords {
  speaks(lines: number, length: number, questions: number, exclamations: number): string;
  /** Who is with somebody, how often, and in which chapters first and last. */
  with(other: string, times: number, chapters?: readonly [string, string]): string;
  /** How one speaks to another. */
  calls(one: string, other: string, word: string): string;
  /** What one is to the other, in the text's word. */
  is(one: string, other: string, word: string): string;
  /** Who is somebody's, in the text's word and its sentence. */
  kin(name: string, word: string, sentence: string): string;
  both(one: string, other: string, word: string): string;
  first(title: string): string;
  last(title: string): string;
  again(title: string): string;
  /** A chapter's own title that names them. */
  chapter(title: string): string;
  /** By what else than a name the text calls somebody. */
  called(name: string, phrase: string): string;
  /** A sentence that does not name whom it is about. */
  of(name: string, sentence: string): string;
  says(name: string, sentence: string): string;
  saidBy(other: string, name: string, sentence: string): string;
  /** When a line was said: after another's. */
  occasion(speaker: string, line: string): string;
  limit: string;
  greeting(name: string): string;
}

export const SHEET_WORDS: Record<Sheet['language'], SheetWords> = {
  en: {
    speaks: (lines, length, questions, exclamations) =>
      `Speaks ${lines} lines in the text, of ${length} words at the median; ` +
      `${questions} % of them ask and ${exclamations} % exclaim.`,
    with: (other, times, chapters) =>
      `Stands together with ${other} in ${times} passages` +
      (chapters ? `, first in “${chapters[0]}”, last in “${chapters[1]}”.` : '.'),
    calls: (one, other, word) => `${one} calls ${other} “${word}”.`,
    is: (one, other, word) => `${one} is ${other}${other.endsWith('s') ? '’' : '’s'} ${word}.`,
    kin: (name, word, sentence) => `${name}${name.endsWith('s') ? '’' : '’s'} ${word}: ${sentence}`,
    both: (one, other, word) => `${one} and ${other} are ${word}.`,
    first: (title) => `Is first named in “${title}”.`,
    last: (title) => `Is last named in “${title}”.`,
    again: (title) => `Is named again in “${title}”.`,
    chapter: (title) => `The chapter is called “${title}”.`,
    called: (name, phrase) => `The text calls ${name} “${phrase}”.`,
    of: (name, sentence) => `${name}: ${sentence}`,
    says: (name, sentence) => `${name} says: “${sentence}”`,
    saidBy: (other, name, sentence) => `${other} says of ${name}: “${sentence}”`,
    occasion: (speaker, line) => `after “${line}” of ${speaker}`,
    limit: 'Knows nothing beyond what the text tells.',
    greeting: (name) => `*${name} looks up as you come closer.*`,
  },
  zh: {
    speaks: (lines, length, questions, exclamations) =>
      `书中说过${lines}句话，中位长度${length}字；其中问句占${questions}%，感叹占${exclamations}%。`,
    with: (other, times, chapters) =>
      `与${other}在${times}段文字里一同出现${chapters ? `，始于“${chapters[0]}”，终于“${chapters[1]}”。` : '。'}`,
    calls: (one, other, word) => `${one}叫${other}“${word}”。`,
    is: (one, other, word) => `${one}是${other}的${word}。`,
    kin: (name, word, sentence) => `${name}的${word}：${sentence}`,
    both: (one, other, word) => `${one}与${other}是${word}。`,
    first: (title) => `初见于“${title}”。`,
    last: (title) => `最后见于“${title}”。`,
    again: (title) => `又见于“${title}”。`,
    chapter: (title) => `有一章题为“${title}”。`,
    called: (name, phrase) => `书中称${name}为“${phrase}”。`,
    of: (name, sentence) => `${name}：${sentence}`,
    says: (name, sentence) => `${name}自己说：“${sentence}”`,
    saidBy: (other, name, sentence) => `${other}说${name}：“${sentence}”`,
    occasion: (speaker, line) => `${speaker}说“${line}”之后`,
    limit: '书里没有写到的事，一概不知。',
    greeting: (name) => `*${name}抬起头，看见你走近。*`,
  },
};
