import { type Span, spansOf } from './rich-spans.js';

export type Block =
  | { kind: 'paragraph' | 'quote' | 'heading'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] }
  | { kind: 'table'; rows: Span[][][] }
  | { kind: 'code'; text: string }
  | { kind: 'break' };

/** Stars or dashes alone on a line: the scene changes. */
function isSceneBreak(line: string): boolean {
  const marks = line.replace(/[ \t]/g, '');
  return marks === '⁂' || (marks.length < 40 && /^(?:\*{3,}|-{3,}|—{3,})$/.test(marks));
}

const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
const HEADING = /^#{1,6}\s+(?=\S)/;
const QUOTE = /^>\s?/;
const ITEM = /^\s{0,6}(?:[-+•]|\*(?=\s)|(\d{1,4})[.)])\s+(?=\S)/;
const RULE = /^\s*\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?$/;

/**
 * A message's text in blocks of what people and models write: paragraphs, lists, quotations, tables, code between
 * fences; and within them what stands between stars or backticks. Whatever else looks like markup is text. A star
 * that nothing closes is a star, but for a text that is still being written (`open`), where its end may be yet to
 * come. One pass, whatever the text.
 */
export function blocksOf(text: string, open = false): Block[] {
  const blocks: Block[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  let paragraph: string[] = [];
  const flush = (last: boolean) => {
    const whole = paragraph.join('\n').trim();
    if (whole) blocks.push({ kind: 'paragraph', spans: spansOf(whole, open && last) });
    paragraph = [];
  };
  /** The lines from here on that pass a test. */
  const run = (from: number, passes: (line: string) => boolean) => {
    let to = from;
    while (to < lines.length && passes(lines[to]!)) to++;
    return lines.slice(from, to);
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!;
    const fence = FENCE.exec(line)?.[1];
    let taken = 1;
    if (!line.trim()) flush(false);
    else if (fence) {
      flush(false);
      const inside = run(at + 1, (next) => !next.trim().startsWith(fence));
      blocks.push({ kind: 'code', text: inside.join('\n') });
      taken = inside.length + 2;
    } else if (isSceneBreak(line)) {
      flush(false);
      blocks.push({ kind: 'break' });
    } else if (HEADING.test(line)) {
      flush(false);
      blocks.push({ kind: 'heading', spans: spansOf(line.replace(HEADING, '').trim(), false) });
    } else if (QUOTE.test(line)) {
      flush(false);
      const quoted = run(at, (next) => QUOTE.test(next));
      const whole = quoted
        .map((one) => one.replace(QUOTE, ''))
        .join('\n')
        .trim();
      if (whole) blocks.push({ kind: 'quote', spans: spansOf(whole, false) });
      taken = quoted.length;
    } else if (ITEM.test(line) && (paragraph.length === 0 || !ITEM.exec(line)?.[1])) {
      flush(false);
      const items = run(at, (next) => ITEM.test(next));
      blocks.push({
        kind: 'list',
        ordered: ITEM.exec(line)?.[1] !== undefined,
        items: items.map((one) => spansOf(one.replace(ITEM, '').trim(), false)),
      });
      taken = items.length;
    } else if (line.includes('|') && RULE.test(lines[at + 1] ?? '')) {
      flush(false);
      const body = run(at + 2, (next) => next.includes('|'));
      blocks.push({ kind: 'table', rows: [line, ...body].map(cellsOf) });
      taken = body.length + 2;
    } else paragraph.push(line);
    at += taken;
  }
  flush(true);
  return blocks;
}

/** A bar within braces parts a word from its reading, not two cells. */
function cellsOf(line: string): Span[][] {
  const bare = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return bare.split(/\|(?![^{}|]*\})/).map((cell) => spansOf(cell.trim(), false));
}
