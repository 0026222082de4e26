import { CLOCK_LABELS, NOTE_LABELS, PAUSE } from '../parts/tail.js';
import { isField, SAID } from './line-context.js';
import { CLOSING, DATED, DIGIT, endsLine, MARK, nextVisible, readDate, readNamed } from './line-forms.js';
import type { ReplyForms } from './reply-forms.js';
import { isBlank, isSpace, type Scanner } from './scanner.js';

/** A recalled message that a reply repeats is looked for this far, in UTF-16 units. */
const LONGEST_NOTE = 1000;
/** Of a line so much is looked at. */
const SHOWN = 120;
const QUOTES: Record<string, string> = { '"': '"', '“': '”', '「': '」', '『': '』', '«': '»' };
const NEXT = ['next message', 'next reply'];
const NEXT_ZH = ['的下一条消息', '的下一条回复'];
/** Those above a reply alone: a story has such words, too. */
const REPLY = ['reply', 'response'];
const REPLY_ZH = ['的回复', '的回应'];
const HERE = ['Here is ', 'Here’s ', "Here's ", '以下是', '这是'];
const PAUSES = Object.values(PAUSE);
const APART: [string, string][] = [
  ['The message before was ', ' ago.'],
  ['上一条消息是', '前的。'],
];

/** `#12`, `#12–#15`, `#12, #15` */
function readNumberList(s: Scanner): true | null {
  if (!s.one('#') || !s.run(DIGIT, 7)) return null;
  const further = () =>
    (s.run(isBlank, 1), s.one('–—-,，、~')) && (s.run(isBlank, 1), s.one('#'), s.run(DIGIT, 7));
  for (let n = 0; n < 8 && s.attempt(() => further() || null); n++);
  return true;
}

/** `(#15)`, as the chronicle names the messages that it rests on; in bold, too, or without brackets. */
export function readNumbers(s: Scanner): 'bracketed' | 'bare' | null {
  return s.attempt(() => {
    const marks = s.run(MARK, 3);
    const close = CLOSING[s.one(DATED)] ?? '';
    if (!readNumberList(s) || !s.word(close) || !s.word(marks)) return null;
    return close ? 'bracketed' : 'bare';
  });
}

/** `(Name, #12)` at the end of a line, as recalled messages name who said them. */
export function readCitation(s: Scanner, members: readonly string[]): true | null {
  return s.attempt(() => {
    const close = CLOSING[s.one('(（')];
    if (!close || !s.anyOf(members) || !s.one(',，')) return null;
    s.run(isBlank, 2);
    return readNumberList(s) && s.one(close) && endsLine(s) ? true : null;
  });
}

/**
 * The words of `- words (Name, #12)`, as recalled messages are listed, up to what names the speaker. Lines that go on
 * with them are set in.
 */
function readListed(s: Scanner, members: readonly string[]): string | null {
  return s.attempt(() => {
    if (!s.word('- ')) return null;
    const from = s.at;
    for (const end = from + LONGEST_NOTE; s.at < end; s.at++) {
      const words = s.text.slice(from, s.at);
      if (isCited(s, members)) return words.trimStart().replace(/\n {2}/g, '\n');
      if (s.peek() === '' || (s.peek() === '\n' && !(s.peek(1) === ' ' && s.peek(2) === ' '))) return null;
    }
    return null;
  });
}

/** The words of `"words" (Name, #12)`, up to what names the speaker; null where the quotation ends before. */
function readQuoted(s: Scanner, members: readonly string[]): string | null {
  return s.attempt(() => {
    const close = QUOTES[s.peek()];
    if (!close) return null;
    const from = ++s.at;
    s.run((unit) => unit !== close, LONGEST_NOTE);
    const words = s.text.slice(from, s.at);
    if (!s.one(close)) return null;
    const after = s.run(isSpace, 4);
    return words && isCited(s, members) ? words + after : null;
  });
}

/**
 * A recalled message that a reply repeats: its words, up to what names the speaker. Further down, an item that is no
 * sentence is one of a list of the story's.
 */
export function readRecalled(s: Scanner, { members, quotes }: ReplyForms, first: boolean): string | null {
  const listed = s.attempt(() => {
    const words = readListed(s, members);
    return words !== null && (first || SAID.test(words.trimEnd())) ? words : null;
  });
  return listed ?? (first && !quotes ? readQuoted(s, members) : null);
}

function isCited(s: Scanner, members: readonly string[]): boolean {
  const from = s.at;
  const found = '(（'.includes(s.peek() || ' ') && readCitation(s, members);
  s.at = from;
  return found === true;
}

/** `### Name` on a line of its own, where what follows is no list of facts about who bears it. */
export function readHeading(s: Scanner, names: readonly string[]): true | null {
  return s.attempt(() => {
    if (!s.run((unit) => unit === '#', 6) || !s.run(isBlank, 2)) return null;
    const marks = s.run(MARK, 3);
    if (!s.anyOf(names, true)) return null;
    s.one(':：');
    if (!s.word(marks)) return null;
    s.one(':：');
    if (!endsLine(s)) return null;
    const from = s.at;
    s.run(isSpace, 32);
    const line = s.attempt(() => readNamed(s, names, true)) ? '' : s.run((unit) => unit !== '\n', SHOWN);
    s.at = from;
    return isField(line) || /^(?:[-•>]\s|[|#])/.test(line) ? null : true;
  });
}

/** `Name's next message:`, as a reply is asked for. */
function readAnnounced(s: Scanner, names: readonly string[]): true | null {
  return s.attempt(() => {
    if (s.run((unit) => unit === '#', 6)) s.run(isBlank, 2);
    const marks = s.run(MARK, 3);
    s.anyOf(HERE);
    if (!s.anyOf(names)) return null;
    const english = s.anyOf(["'s ", '’s ']) !== '';
    const next = s.anyOf(english ? NEXT : NEXT_ZH);
    if (!next && !s.anyOf(english ? REPLY : REPLY_ZH)) return null;
    const closed = marks !== '' && s.word(marks);
    if (!s.one(':：') || (!closed && !s.word(marks))) return null;
    const { unit, newLine } = nextVisible(s);
    if (!next) return newLine && unit !== '' ? true : null;
    // On the same line it may be what somebody reads out, or goes on to describe.
    return newLine || unit === '' || !/[\p{Ll}\d"“”«「『'‘]/u.test(unit) ? true : null;
  });
}

/** `Real time: 2026-11-28 Sat 20:05.`, as the tail says it. */
export function readClock(s: Scanner): true | null {
  return s.attempt(() => {
    const marks = s.run(MARK, 3);
    const close = CLOSING[s.one(DATED)] ?? '';
    if (!s.anyOf(CLOCK_LABELS.map((label) => label.trimEnd()))) return null;
    s.run(isBlank, 2);
    if (!readDate(s, false)) return null;
    const whole = s.one('.。') !== '';
    if (!s.word(close) || !s.word(marks)) return null;
    return whole || endsLine(s) ? true : null;
  });
}

/** `The message before was three weeks ago.`, as the tail says after the clock; or of a pause, instead of it. */
function readApart(s: Scanner, said: readonly [string, string][]): true | null {
  return s.attempt(() => {
    const found = said.find(([begins]) => s.word(begins));
    if (!found) return null;
    for (let n = 0; n < 24; n++, s.at++) {
      if (s.word(found[1])) return true;
      if (s.peek() === '' || s.peek() === '\n') return null;
    }
    return null;
  });
}

/** `Author's note, for you alone: …`, all of its line. */
function readNote(s: Scanner): true | null {
  return s.attempt(() => {
    if (!s.anyOf(NOTE_LABELS)) return null;
    s.run((unit) => unit !== '\n', LONGEST_NOTE);
    return true;
  });
}

/** A line that is one of some sentences. */
function readSentence(s: Scanner, sentences: readonly string[]): true | null {
  return s.attempt(() => (s.anyOf(sentences) && endsLine(s) ? true : null));
}

/**
 * A line that a reply copies of what asks for it.
 * @param first the reply begins with it
 * @param after it follows something else that was copied
 */
export function readCopiedLine(s: Scanner, forms: ReplyForms, first: boolean, after: boolean): true | null {
  const { given, derived } = forms.names;
  const found =
    (!forms.labels && readClock(s)) ||
    readApart(s, after ? [...APART, ...PAUSES] : PAUSES) ||
    readSentence(s, forms.tasks) ||
    readNote(s);
  if (found || !first) return found || null;
  return (!forms.headings && readHeading(s, [...given, ...derived])) || readAnnounced(s, given);
}

/** Whether what follows `User:` is somebody's turn: a name alone, or before another field, is who is logged in. */
export function readTurn(s: Scanner): boolean {
  const inLine = (unit: string) => unit !== '\n';
  if (nextVisible(s).newLine) return (s.run(isSpace, 32), !isField(s.run(inLine, SHOWN)));
  const words = s.run(inLine, LONGEST_NOTE).trim();
  if (s.one('\n') && isField(s.run(inLine, SHOWN))) return false;
  return words === '' || SAID.test(words) || words.split(/\s+/).length > 3;
}
