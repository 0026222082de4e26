/** What expressions mean in JavaScript and otherwise to an engine of RE2. */

const SPACES = String.raw`\s\x0b\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const ANY_BUT_LINE_ENDS = String.raw`[^\n\r\x{2028}\x{2029}]`;
/** Letters that stand for themselves after a backslash, and for something else to RE2. */
const LETTERS = /[ACEGHLNQRXZaceghyz]/;

/**
 * An expression so that RE2 reads it as JavaScript does: white space of all scripts, `.` for all but the ends of lines,
 * and letters that need no backslash. Characters are whole, as with `u`.
 */
export function asInJavaScript(pattern: string, flags: string): string {
  const all = flags.includes('s');
  let inClass = false;
  let told = '';
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at]!;
    if (sign === '\\') {
      const next = pattern[++at] ?? '';
      if (next === 's') told += inClass ? SPACES : `[${SPACES}]`;
      else if (next === 'S' && !inClass) told += `[^${SPACES}]`;
      else if (next === 'c' && /[A-Za-z]/.test(pattern[at + 1] ?? '')) told += '\\c';
      else told += LETTERS.test(next) ? next : sign + next;
    } else if (sign === '.' && !inClass) told += all ? sign : ANY_BUT_LINE_ENDS;
    else {
      if (sign === '[' && inClass) told += '\\';
      told += sign;
      if (sign === '[' && !inClass) {
        inClass = true;
        // `[]` and `[^]` end at once, as nothing and as anything.
        if (pattern[at + 1] === '^') told += pattern[++at]!;
      } else if (sign === ']') inClass = false;
    }
  }
  return told;
}
