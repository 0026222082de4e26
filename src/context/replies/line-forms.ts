import { isBlank, isSpace, type Scanner } from './scanner.js';

/** A name with a colon, or in brackets, at the beginning of a line, as it was written. */
export interface NamedLine {
  name: string;
  /** Brackets, marks or a number stand around the name: nobody writes that in prose. */
  dressed: boolean;
  colon: boolean;
  /** The time stands beside it, without a date. */
  timed: boolean;
  /** `#12`, as recalled messages are numbered. */
  numbered: boolean;
  /** `(softly)`, as it stands between the name and the colon. */
  direction: string;
}

export const DIGIT = (unit: string) => unit >= '0' && unit <= '9';
export const MARK = (unit: string) => unit === '*' || unit === '_';
export const CLOSING: Record<string, string> = {
  '[': ']',
  '【': '】',
  '［': '］',
  '(': ')',
  '（': '）',
  '<': '>',
  '「': '」',
};
/** Brackets that stand around nothing else at the beginning of a line; in the others words are said, or thought. */
const SQUARE = '[【［';
export const DATED = '[【［(（';
const ANY = Object.keys(CLOSING).join('');
const DAYS = [
  ...['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  ...[...'一二三四五六日天'].flatMap((day) => [`周${day}`, `星期${day}`]),
];
/** Of what a label says of the days between, in UTF-16 units. */
const LONGEST_GAP = 40;
/** Of speech so much is looked at for the end of a sentence. */
const LONGEST_SENTENCE = 160;

/**
 * The date before a message, as `dayLabel` writes it, or nearly: another bracket, the time, bold.
 * @param loosely without the day of the week, too, as others date what they write
 */
export function readLabel(s: Scanner, loosely = false): true | null {
  return s.attempt(() => {
    const marks = s.run(MARK, 3);
    const close = CLOSING[s.one(DATED)];
    if (!close || !readDate(s, loosely)) return null;
    s.run(isBlank, 2);
    if (s.one('·•')) s.run((unit) => unit !== close && unit !== '\n', LONGEST_GAP);
    return s.one(close) && s.word(marks) ? true : null;
  });
}

/**
 * `2026-11-23 Mon`, with or without the time
 * @param loosely without the day of the week, too
 */
export function readDate(s: Scanner, loosely: boolean): true | null {
  if (s.run(DIGIT, 6).length < 4 || !s.one('-')) return null;
  if (s.run(DIGIT, 2).length < 2 || !s.one('-') || s.run(DIGIT, 2).length < 2) return null;
  const weekday = s.attempt(() => (s.run(isBlank, 2) && s.anyOf(DAYS) ? true : null));
  if (!weekday && !loosely) return null;
  s.attempt(() => (s.run(isBlank, 2) && s.run(DIGIT, 2) && s.one(':：') && s.run(DIGIT, 2) ? true : null));
  return true;
}

/**
 * `Name:`, `**Name**：`, `[Name]:`, `【Name】`, `#12 Name:`, `Name [2026-11-23 Mon]:`
 * @param directions `Name (softly):`, too
 * @param times `[21:05] Name:` and `Name (21:05):`, too
 */
export function readNamed(
  s: Scanner,
  names: readonly string[],
  anyCase: boolean,
  directions = false,
  times = false,
): NamedLine | null {
  if (!names.length) return null;
  return s.attempt(() => {
    const numbered =
      s.attempt(() => (s.one('#') && s.run(DIGIT, 7) && s.run(isBlank, 2) ? true : null)) ?? false;
    s.attempt(() => (readLabel(s, true) && s.run(isSpace, 4) !== null ? true : null));
    const takeTime = () => (s.run(isBlank, 2), readTime(s));
    let timed = times && s.attempt(takeTime) !== null;
    if (timed) s.run(isSpace, 4);
    const marks = s.run(MARK, 3);
    const bracket = s.one(ANY);
    const close = CLOSING[bracket] ?? '';
    const inner = close ? s.run(MARK, 3) : '';
    const name = s.anyOf(names, anyCase);
    if (!name) return null;
    // Marks may be closed before the colon or after it.
    let open = inner || (close ? '' : marks);
    const closeMarks = () => {
      if (open && s.word(open)) open = '';
    };
    const takeColon = () => (s.run(isBlank, 2), s.one(':：') ? true : null);
    closeMarks();
    s.attempt(() => (s.run(isBlank, 2), readLabel(s, true)));
    if (times && s.attempt(takeTime)) timed = true;
    const direction = (directions && s.attempt(() => readDirection(s))) || '';
    let colon = s.attempt(takeColon) ?? (close + marks === '' && readAngle(s) ? true : null);
    const angled = bracket === '' && s.text.charAt(s.at - 1) === '>';
    closeMarks();
    if (close) {
      if (open || !s.one(close)) return null;
      open = marks;
      closeMarks();
      // As chats of old name who speaks.
      colon ??= s.attempt(takeColon) ?? (bracket === '<' && isBlank(s.peek()) ? true : null);
      closeMarks();
    }
    if (open) return null;
    // Without a colon it may be in brackets, or in bold on a line of its own.
    if (!colon && !(bracket && SQUARE.includes(bracket)) && !(marks.length > 1 && endsLine(s))) return null;
    const dressed = numbered || angled || marks + close !== '';
    return { name, dressed, colon: colon ?? false, timed, numbered, direction };
  });
}

/** `>` and a blank behind a name. */
const readAngle = (s: Scanner) => s.attempt(() => (s.word('> ') ? true : null));

/** `Name - "Speech."`: up to the speech, which is more than a name in quotation marks. */
export function readDashed(s: Scanner, names: readonly string[]): true | null {
  return s.attempt(() => {
    const marks = s.run(MARK, 3);
    if (!s.anyOf(names, true) || !s.word(marks)) return null;
    s.run(isBlank, 1);
    if (!s.run((unit) => '-–—'.includes(unit), 2)) return null;
    s.run(isBlank, 1);
    const from = s.at;
    if (!s.one('"“「『')) return null;
    s.run((unit) => !/[.!?…。！？"”」』\n]/.test(unit), LONGEST_SENTENCE);
    const whole = s.one('.!?…。！？') !== '';
    s.at = from;
    return whole || null;
  });
}

/** `[21:05]` */
function readTime(s: Scanner): true | null {
  const close = CLOSING[s.one(DATED)];
  const digits = () => s.run(DIGIT, 2) !== '';
  if (!close || !digits() || !s.one(':：') || !digits()) return null;
  s.attempt(() => (s.one(':：') && digits() ? true : null));
  s.attempt(() => (s.run(isBlank, 1), s.anyOf(['AM', 'PM', 'am', 'pm']) ? true : null));
  return s.one(close) ? true : null;
}

/** `(softly)` between a name and its colon. */
function readDirection(s: Scanner): string | null {
  s.run(isBlank, 2);
  const from = s.at;
  const close = CLOSING[s.one('(（')];
  const words = close && s.run((unit) => unit !== close && unit !== '\n', 30);
  return close && words && s.one(close) ? s.text.slice(from, s.at) : null;
}

/** A tag of the prompt's own. */
export interface Tag {
  name: string;
  closing: boolean;
}

export function readTag(s: Scanner, tags: readonly string[]): Tag | null {
  return s.attempt(() => {
    if (!s.one('<')) return null;
    const closing = s.one('/') !== '';
    const name = s.anyOf(
      tags.map((tag) => `${tag}>`),
      true,
    );
    return name ? { name: name.slice(0, -1), closing } : null;
  });
}

/** Takes a stretch up to the closing tag with it; null where there is none within so many units. */
export function readToClosing(s: Scanner, tag: string, most: number): true | null {
  return s.attempt(() => {
    for (const end = s.at + most; s.at < end; s.at++) {
      const unit = s.peek();
      if (unit === '') return null;
      if (unit !== '<') continue;
      const found = readTag(s, [tag]);
      if (found?.closing) return true;
      if (found) s.at--;
    }
    return null;
  });
}

/** Whether only blanks stand before the end of the line. Reads nothing. */
export function endsLine(s: Scanner): boolean {
  let ahead = 0;
  while (ahead < 64 && s.peek(ahead) !== '' && isBlank(s.peek(ahead))) ahead++;
  return s.peek(ahead) === '' || s.peek(ahead) === '\n' || s.peek(ahead) === '\r';
}

/** What comes next after white space, at most so far ahead. Reads nothing. */
export interface NextVisible {
  unit: string;
  newLine: boolean;
  indented: boolean;
  /** `i` as a word, as who writes in small letters speaks of themselves. */
  myself: boolean;
}

export function nextVisible(s: Scanner, most = 32): NextVisible {
  let ahead = 0;
  let newLine = false;
  while (ahead < most && s.peek(ahead) !== '' && isSpace(s.peek(ahead))) {
    if (s.peek(ahead) === '\n') newLine = true;
    ahead++;
  }
  const unit = s.peek(ahead);
  const indented = ahead > 0 && s.text.charAt(s.at + ahead - 1) === '\u3000';
  return { unit, newLine, indented, myself: unit === 'i' && /^[\s'’]$/.test(s.peek(ahead + 1)) };
}
