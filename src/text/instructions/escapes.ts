/** Part of a text as a program reads it that decodes it once. */
export interface Decoded {
  text: string;
  /** Where each unit of `text` came from: an offset in the whole; one more for the end. */
  at: number[];
}

/** Character references, percent escapes, escapes of programs, and tags, which are letters that nobody sees. */
const ESCAPE =
  /(?:%[0-9a-f]{2})+|&#x[0-9a-f]{1,6};?|&#\d{1,7};?|&(?:lt|gt|amp|quot|nbsp);|\\u\{[0-9a-f]{1,6}\}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|(?:\uDB40[\uDC20-\uDC7E])+/gi;
const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', nbsp: ' ' };

/**
 * The stretches of a text that hold escapes, decoded once.
 *
 * @param beside in UTF-16 units: so much is taken of what stands before and after an escape
 */
export function* decodedStretches(text: string, beside: number): Generator<Decoded> {
  let stretch: RegExpExecArray[] = [];
  for (const escape of text.matchAll(ESCAPE)) {
    const last = stretch.at(-1);
    if (last && escape.index - last.index - last[0].length > 2 * beside) {
      yield decoded(text, stretch, beside);
      stretch = [];
    }
    stretch.push(escape);
  }
  if (stretch.length > 0) yield decoded(text, stretch, beside);
}

function decoded(text: string, escapes: readonly RegExpExecArray[], beside: number): Decoded {
  const parts: string[] = [];
  const at: number[] = [];
  let from = Math.max(0, escapes[0]!.index - beside);
  const copy = (to: number) => {
    parts.push(text.slice(from, to));
    while (from < to) at.push(from++);
  };
  for (const { 0: escape, index } of escapes) {
    copy(index);
    const meant = meaning(escape);
    parts.push(meant);
    for (let n = 0; n < meant.length; n++) at.push(index);
    from = index + escape.length;
  }
  copy(Math.min(text.length, from + beside));
  at.push(from);
  return { text: parts.join(''), at };
}

function meaning(escape: string): string {
  if (escape.startsWith('%')) return Buffer.from(escape.replaceAll('%', ''), 'hex').toString('utf8');
  // A run of tags stands apart from the letters that are seen.
  if (escape.startsWith('\uDB40')) {
    return ` ${Array.from(escape, (tag) => String.fromCharCode(tag.codePointAt(0)! - 0xe0000)).join('')} `;
  }
  const named = NAMED[escape.slice(1, -1).toLowerCase()];
  if (named !== undefined) return named;
  const code = /^&#\d/.test(escape)
    ? Number.parseInt(escape.slice(2), 10)
    : Number.parseInt(escape.replace(/^(?:&#x|\\u\{?|\\x)/i, ''), 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : escape;
}
