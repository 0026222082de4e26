const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Whether a text of JSON is nested no deeper, and holds no more values, than is allowed. To be asked before parsing: a
 * line of opening brackets alone would take gigabytes. Whether it is JSON at all is not checked.
 */
export function isModestJson(text: string, most: { depth: number; values: number }): boolean {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    // `[` and `{`, `]` and `}` differ in one bit, which no other sign of JSON shares.
    const bracket = unit | 32;
    if (bracket === 123) {
      values++;
      if (++depth > most.depth) return false;
    } else if (bracket === 125) depth--;
    else if (unit === 44) values++;
    if (values > most.values) return false;
  }
  return true;
}

/** The quotation mark that closes the string which opens at `at`, or the text's end. */
function endOfString(text: string, at: number): number {
  for (let end = at + 1; ; end++) {
    end = text.indexOf('"', end);
    if (end < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return end;
  }
}
