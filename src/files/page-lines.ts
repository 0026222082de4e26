/** A line of a printed page; lengths in points, `y` grows upwards. */
export interface Line {
  text: string;
  /** Where it begins and ends. */
  x: number;
  end: number;
  y: number;
  /** Of its letters. */
  size: number;
  /** A division begins here. */
  opens?: boolean;
}

export interface Paragraph {
  text: string;
  first: Line;
}

/** Lines with one left margin, one below the other: a page, or a column of it. */
interface Column {
  lines: Line[];
  left: number;
  right: number;
}

/** The usual measures of a document. */
interface Measures {
  size: number;
  leading: number;
  /** How far first lines are indented, or 0 where blank space parts paragraphs. */
  indent: number;
}

/**
 * The paragraphs of printed pages: lines joined (Han without a blank, words that were divided at a line's end made
 * whole), over the ends of pages; what is repeated on top and at the bottom of pages is left out.
 */
export function paragraphsOf(pages: readonly Line[][]): Paragraph[] {
  const columns = withoutRunningLines(pages).flatMap((lines) => columnsOf(lines));
  const measures = measure(columns);
  const whole = wordsOf(columns);
  const found: Paragraph[] = [];
  let last: { line: Line; column: Column } | undefined;
  for (const column of columns) {
    for (const line of column.lines) {
      const open = found.at(-1);
      if (open && last && !begins(line, column, last.line, last.column, measures)) {
        open.text = joined(open.text, line.text, whole);
      } else found.push({ text: line.text, first: line });
      last = { line, column };
    }
  }
  return found;
}

// ── what stands around the text of a page ──────────────────────────────────

/** Lines that are looked at on top and at the bottom of a page. */
const EDGE = 2;
const PAGE_NUMBER =
  /^[\s\-–—·.|[\](){}/]*(?:第\s*)?(?:page\s*|p\.\s*)?(?:\d{1,4}|[ivxlc]{1,7}|[〇一二三四五六七八九十百]{1,5})(?:\s*(?:\/|of|／)\s*\d{1,4})?(?:\s*页|\s*頁)?[\s\-–—·.|[\](){}/]*$/i;

/** Running heads and page numbers go; a chapter's title over its pages stays where it stands first. */
function withoutRunningLines(pages: readonly Line[][]): Line[][] {
  const seen = new Map<string, { pages: Set<number>; first: Line; last: number }>();
  const edges = pages.map((lines, page) => {
    const sorted = [...lines].sort((a, b) => b.y - a.y);
    const edge = new Map<Line, string>();
    for (const [side, line] of [
      ...sorted.slice(0, EDGE).map((line) => ['top', line] as const),
      ...sorted.slice(-EDGE).map((line) => ['end', line] as const),
    ]) {
      const text = PAGE_NUMBER.test(line.text) ? '#' : line.text.replace(/\d+/g, '#').replace(/\s+/g, '');
      const key = `${side} ${text}`;
      edge.set(line, key);
      const known = seen.get(key) ?? { pages: new Set(), first: line, last: page };
      known.pages.add(page);
      known.last = page;
      seen.set(key, known);
    }
    return edge;
  });
  return pages.map((lines, page) =>
    lines.filter((line) => {
      const known = seen.get(edges[page]!.get(line) ?? '');
      if (!known || known.pages.size < 3 || line.opens) return true;
      const span = known.last - Math.min(...known.pages) + 1;
      if (known.pages.size < 0.3 * span) return true;
      const everywhere = span > 0.5 * pages.length || PAGE_NUMBER.test(line.text);
      return !everywhere && line === known.first;
    }),
  );
}

// ── the measures ───────────────────────────────────────────────────────────

function columnsOf(lines: Line[]): Column[] {
  const parts: Line[][] = [];
  for (const line of lines) {
    const before = parts.at(-1)?.at(-1);
    if (!before || line.y > before.y + line.size) parts.push([line]);
    else parts.at(-1)!.push(line);
  }
  return parts.map((part) => {
    const ends = part.map(({ end }) => end).sort((a, b) => a - b);
    return { lines: part, left: leftOf(part), right: ends[Math.floor(ends.length * 0.95)]! };
  });
}

/** The leftmost place where lines begin, one that stands out by itself left aside. */
function leftOf(lines: readonly Line[]): number {
  const places = counted(lines.map(({ x }) => Math.round(x)));
  const usual = [...places].filter(
    ([x, n]) => n + (places.get(x + 1) ?? 0) >= Math.max(2, lines.length / 20),
  );
  return Math.min(...(usual.length > 0 ? usual : [...places]).map(([x]) => x));
}

function measure(columns: readonly Column[]): Measures {
  const sizes = new Map<number, number>();
  const gaps: number[] = [];
  const all = columns.flatMap(({ lines }) => lines);
  for (const { size, text } of all) add(sizes, Math.round(size * 2) / 2, text.length);
  const size = commonest(sizes) ?? 10;
  for (const { lines } of columns) {
    lines.forEach((line, i) => {
      if (i > 0 && Math.abs(line.size - size) < 0.5)
        gaps.push(Math.round((lines[i - 1]!.y - line.y) * 2) / 2);
    });
  }
  const leading = commonest(counted(gaps.filter((gap) => gap > 0.5 * size))) ?? 1.2 * size;
  const indents = columns.flatMap(({ lines, left }) =>
    lines.map(({ x }) => Math.round(x - left)).filter((x) => x > 0.8 * size && x < 4.5 * size),
  );
  const places = counted(indents);
  const indent = commonest(places) ?? 0;
  return { size, leading, indent: (places.get(indent) ?? 0) >= 0.04 * all.length ? indent : 0 };
}

/** Whether a line begins a paragraph, rather than going on with the one before. */
function begins(line: Line, column: Column, before: Line, under: Column, measures: Measures): boolean {
  const { size, leading, indent } = measures;
  if (line.opens || Math.abs(line.size - before.size) > 0.12 * size) return true;
  const inside = line.x - column.left;
  const indented = indent > 0 && Math.abs(inside - indent) <= 2;
  if (indented || (column === under && line.x > before.x + 0.8 * size && inside > 0.8 * size)) return true;
  if (DIVIDED.test(before.text)) return false;
  // the first word had found room on the line before
  const [word = ''] = HAN.test(line.text[0]!) ? [line.text[0]!] : line.text.split(' ', 1);
  const slack = (HAN.test(before.text.at(-1)!) ? 2.5 : 0.8) * size;
  const width = ((line.end - line.x) * word.length) / Math.max(1, line.text.length);
  if (before.end + width + slack < under.right) return true;
  if (column === under) return before.y - line.y > 1.35 * leading;
  return indent === 0 && ENDS_SENTENCE.test(before.text);
}

const ENDS_SENTENCE = /[.!?。！？…](?:["'”’」』)）]*)$/;

// ── lines to text ──────────────────────────────────────────────────────────

/** Written without blanks between words. */
const HAN = /[\u2E80-\uA4CF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF]/;
const DIVIDED = /(\p{L}+)[-\u2010]$/u;

function joined(text: string, next: string, whole: ReadonlySet<string>): string {
  if (text.endsWith('\u00AD')) return text.slice(0, -1) + next;
  const [, half] = DIVIDED.exec(text.slice(-40)) ?? [];
  const [rest] = /^\p{L}+/u.exec(next) ?? [];
  if (half && rest) {
    const word = (half + rest).toLowerCase();
    const keeps = !/^\p{Ll}/u.test(rest) || (!whole.has(word) && whole.has(`${half}-${rest}`.toLowerCase()));
    return (keeps ? text : text.slice(0, -1)) + next;
  }
  const last = text.at(-1)!;
  if (/[-\u2010]/.test(last) || (/[—–]/.test(last) && !/\s[—–]$/.test(text))) return text + next;
  const blank =
    !(HAN.test(last) || HAN.test(next[0]!)) && !(QUOTE.test(last + next[0]!) && HAN.test(text.at(-2) ?? ''));
  return blank ? `${text} ${next}` : text + next;
}

/** Marks that Chinese and English have in common. */
const QUOTE = /[“”‘’…—]/;

/** The words of a document, those in halves left out, so that a divided word is known by its whole. */
function wordsOf(columns: readonly Column[]): Set<string> {
  const words = new Set<string>();
  for (const { lines } of columns) {
    for (const { text } of lines) {
      for (const [word] of text.replace(DIVIDED, '').matchAll(/\p{L}+(?:-\p{L}+)*/gu))
        words.add(word.toLowerCase());
    }
  }
  return words;
}

// ── counting ───────────────────────────────────────────────────────────────

function counted(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) add(counts, value, 1);
  return counts;
}

function add(counts: Map<number, number>, value: number, n: number): void {
  counts.set(value, (counts.get(value) ?? 0) + n);
}

function commonest(counts: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  for (const [value, n] of counts) if (best === undefined || n > counts.get(best)!) best = value;
  return best;
}
