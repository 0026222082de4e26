const QUOTE = 34;
const BACKSLASH = 92;

/** How deep a text of JSON may be nested, and how many values it may hold. */
interface JsonSize {
  depth: number;
  values: number;
}

/** Whether a text of JSON is nested no deeper, and holds no more values, than is allowed. */
export function isModestJson(text: string, most: JsonSize): boolean {
  return jsonExcess(text, most) === null;
}

/**
 * What a text of JSON has too much of, whichever comes first. To be asked before parsing: a line of opening brackets
 * alone would take gigabytes. Whether it is JSON at all is not checked.
 */
export function jsonExcess(text: string, most: JsonSize): keyof JsonSize | null {
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
      if (++depth > most.depth) return 'depth';
    } else if (bracket === 125) depth--;
    else if (unit === 44) values++;
    if (values > most.values) return 'values';
  }
  return null;
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
