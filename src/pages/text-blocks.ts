export interface PlainText {
  /** Cleaned. Paragraphs are separated by a blank line, rows of a table and items of a list by a newline. */
  text: string;
  /** The page's h1 to h6 in order; UTF-16 offsets in `text`. */
  headings: { title: string; start: number; level: number }[];
  /** Where the wanted ids begin. */
  anchors: Map<string, number>;
}

export interface Block {
  text: string;
  /** Of a heading 1 to 6, else 0. */
  level: number;
  /** Neighbours of one list or table stand on lines of one paragraph. */
  group: object | null;
  anchors: string[];
}

/** What is longer is told, not listed: it stays a paragraph of its own. */
const LONGEST_LABEL = 80;
const LONGEST_CELL = 200;

/**
 * Blocks put together.
 * @param ends anchors that stand behind all of them
 */
export function joinBlocks(blocks: readonly Block[], ends: readonly string[]): PlainText {
  const parts: string[] = [];
  const headings: PlainText['headings'] = [];
  const anchors = new Map<string, number>();
  let at = 0;
  let before: Block | undefined;
  for (const block of blocks) {
    if (before) {
      const gap = block.group !== null && block.group === before.group ? '\n' : '\n\n';
      parts.push(gap);
      at += gap.length;
    }
    for (const anchor of block.anchors) if (!anchors.has(anchor)) anchors.set(anchor, at);
    if (block.level) {
      headings.push({ title: block.text.replace(/\s+/g, ' '), start: at, level: block.level });
    }
    parts.push(block.text);
    at += block.text.length;
    before = block;
  }
  for (const anchor of ends) if (!anchors.has(anchor)) anchors.set(anchor, at);
  return { text: parts.join(''), headings, anchors };
}

/** Without headings that are followed by no text before the next of their level or above. */
export function filledOnly(blocks: readonly Block[]): Block[] {
  const kept: Block[] = [];
  let below = 0; // the highest level (1 to 6) of a heading that is needed for what comes after it; 7 for text
  for (const block of blocks.toReversed()) {
    if (block.level === 0) below = 7;
    else if (block.level < below) below = block.level;
    else continue;
    kept.push(block);
  }
  return kept.reverse();
}

/** The cells of a row: `label: value` of two, `a | b | c` of more, as long as they are short. */
export function rowBlocks(cells: Block[][], group: object): Block[] {
  const blocks = cells.flat();
  if (cells.length < 2 || blocks.some((block) => block.level > 0)) return blocks;
  const line = (text: string, from: Block[]): Block => ({
    text,
    level: 0,
    group,
    anchors: from.flatMap((block) => block.anchors),
  });
  const texts = cells.map((cell) => cell.map((block) => block.text.replaceAll('\n', ' ')).join(' '));
  if (cells.length > 2) {
    return texts.some((text) => text.length > LONGEST_CELL) ? blocks : [line(texts.join(' | '), blocks)];
  }
  const [value, ...rest] = cells[1]!;
  if (texts[0]!.length > LONGEST_LABEL) return blocks;
  return [line(labelled(texts[0]!, value!.text), [...cells[0]!, value!]), ...rest];
}

/** `label: value`, with the label's own colon where it has one. */
export function labelled(label: string, value: string): string {
  return /[:：]$/.test(label) ? `${label} ${value}` : `${label}: ${value}`;
}
