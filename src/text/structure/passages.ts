/** Part of a text, without blanks around it; offsets are UTF-16 units in the whole text. */
export interface TextSpan {
  start: number;
  end: number;
}

/** In UTF-16 units: a longer paragraph is divided at the end of a sentence. */
export const LONGEST_PASSAGE = 4000;

/** The paragraphs of `text` between two offsets, in order; all that lies outside of them is blank. */
export function paragraphs(text: string, from: number, to: number, wrapped: boolean): TextSpan[] {
  const found: TextSpan[] = [];
  let open: TextSpan | null = null;
  let wasIndented = false;
  let wasItem = false;
  for (let start = from; start < to;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? to : Math.min(newline, to);
    const line = trimmed(text, start, end);
    const indented = line !== null && line.start > start;
    const isItem: boolean =
      wrapped &&
      line !== null &&
      (wasItem || !open || endsSentence(text, open.end)) &&
      isListItem(text, line);
    if (line === null) open = null;
    else if (
      open &&
      wrapped &&
      !isItem &&
      !(indented && begins(text, line.start) && (!wasIndented || endsSentence(text, open.end)))
    )
      open.end = line.end;
    else found.push((open = line));
    wasIndented = indented;
    wasItem = isItem || (wasItem && line !== null);
    start = end + 1;
  }
  return found.flatMap((span) => divided(text, span));
}

/**
 * Whether the lines of a text were broken to a width, so that a paragraph is what stands between blank lines (or
 * indents), rather than one paragraph being one line.
 */
export function isWrapped(text: string): boolean {
  const broken: number[] = []; // lengths of lines that go on in the next
  let followed = 0;
  let previous: TextSpan | null = null;
  for (let start = 0, lines = 0; start < text.length && lines < 5000; lines++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = trimmed(text, start, end);
    if (line && previous) {
      followed++;
      if (!endsSentence(text, previous.end)) broken.push(previous.end - previous.start);
    }
    previous = line;
    start = end + 1;
  }
  if (broken.length < 3 || broken.length < 0.3 * followed) return false;
  broken.sort((a, b) => a - b);
  const width = broken[Math.floor(broken.length * 0.9)]!;
  const full = broken.filter((length) => length >= 0.7 * width).length;
  return width >= 20 && width <= 160 && full >= 0.75 * broken.length;
}

/** Whether a line begins as an item of a list does: with a dash, a dot or a number. */
function isListItem(text: string, { start, end }: TextSpan): boolean {
  return /^(?:[-*+–—] +|[•·▪◦] *|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})(?:[.)）] +|[、）]))\S/.test(
    text.slice(start, Math.min(end, start + 12)),
  );
}

/** A small letter goes on with what stood before, indented or not. */
function begins(text: string, at: number): boolean {
  return !/\p{Ll}/u.test(text[at]!);
}

function endsSentence(text: string, end: number): boolean {
  return /[.!?:;。！？：；…．—"'”’」』）)*]/.test(text[end - 1] ?? '');
}

function trimmed(text: string, start: number, end: number): TextSpan | null {
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return start < end ? { start, end } : null;
}

function isBlank(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0x3000 || (code >= 0xa0 && /\s/.test(text[at]!))
  );
}

/** Pieces no longer than a passage may be: cut after a sentence, else at a blank, else anywhere in a character-safe way. */
function divided(text: string, span: TextSpan): TextSpan[] {
  const pieces: TextSpan[] = [];
  let { start } = span;
  while (span.end - start > LONGEST_PASSAGE) {
    const cut = cutWithin(text, start);
    const piece = trimmed(text, start, cut);
    if (piece) pieces.push(piece);
    start = cut;
  }
  const rest = trimmed(text, start, span.end);
  return rest ? [...pieces, rest] : pieces;
}

function cutWithin(text: string, start: number): number {
  const last = start + LONGEST_PASSAGE;
  let blank = 0;
  for (let at = last; at > start + LONGEST_PASSAGE / 2; at--) {
    const before = text[at - 1]!;
    if ('。！？…．'.includes(before) && !'”’」』）…"'.includes(text[at]!)) return at;
    if ('”’」』'.includes(before) && '。！？…．'.includes(text[at - 2]!)) return at;
    if (isBlank(text, at)) {
      if (
        /[.!?]["'”’)]?$/.test(text.slice(at - 2, at)) &&
        !/\b(?:Mr|Mrs|Ms|Dr|St)\.$/.test(text.slice(at - 4, at))
      ) {
        return at;
      }
      blank ||= at;
    }
  }
  if (blank) return blank;
  const low = text.charCodeAt(last);
  return low >= 0xdc00 && low <= 0xdfff ? last - 1 : last;
}
