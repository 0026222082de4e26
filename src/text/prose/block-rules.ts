import { Lexer, type MarkedOptions, Tokenizer, type Tokens } from 'marked';

/** How deep lists and quotations go into one another; what is deeper is text. */
const DEEPEST = 8;
const QUOTED = /^(?: {0,3}>[^\n]*(?:\n|$))+/;
const ITEM = /^ {0,3}(?:[*+-]|\d{1,9}[.)])[ \t]/;
const INDENTED = /^(?: {2,}|\t)/;
const BEGINS =
  /^(?:[ \t]*(?:\n|$)| {0,3}(?:>|`{3}|#{1,6}(?:\s|$)|(?:[*+-]|1[.)])[ \t]+[^ \t\n]|(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})(?:\n|$)))/;
const MOST_COLUMNS = 64;
/** Letters in which a table's first two lines end. */
const LONGEST_HEAD = 4000;
const RUBY_BAR = /(\{[^{}|\\\n]{1,20})\|(?=[^{}|\n]{1,40}\})/g;

/**
 * Markdown's blocks as people write them: nothing is HTML, lines with blanks before them are no code, a line of dashes
 * under another makes no heading, and a line right after a quotation or a list is no part of it. What stands in a
 * block is left to `inlineOf`.
 */
class BlockRules extends Tokenizer {
  private depth = 0;

  override code(): undefined {}
  override html(): undefined {}
  override def(): undefined {}
  override lheading(): undefined {}

  /** Tildes are drawn for fun. */
  override fences(src: string): Tokens.Code | undefined {
    return /^ {0,3}`/.test(src) ? super.fences(src) : undefined;
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    const raw = QUOTED.exec(src)?.[0];
    if (!raw || this.depth >= DEEPEST) return undefined;
    const text = raw.replace(/^ {0,3}> ?/gm, '');
    return { type: 'blockquote', raw, text, tokens: this.deeper(() => this.lexer.blockTokens(text, [])) };
  }

  override list(src: string): Tokens.List | undefined {
    if (!ITEM.test(src) || this.depth >= DEEPEST) return undefined;
    return this.deeper(() => super.list(listAt(src)));
  }

  /**
   * A bar within braces parts a word from its reading, not two cells; cells beyond the last column get columns of their
   * own, or they would be lost.
   */
  override table(src: string): Tokens.Table | undefined {
    if (!beginsTable(src)) return undefined;
    const whole = this.rules.block.table.exec(src)?.[0];
    if (!whole) return undefined;
    const rows = whole.replace(RUBY_BAR, '$1\\|').split('\n');
    const widest = rows.reduce((most, row) => Math.max(most, cellsIn(row)), 0);
    const more = widest - cellsIn(rows[0]!);
    if (widest > MOST_COLUMNS) return undefined;
    if (more > 0) {
      rows[0] = withoutEnd(rows[0]!) + ' | '.repeat(more) + ' |';
      rows[1] = withoutEnd(rows[1]!) + '|-'.repeat(more);
    }
    const table = super.table(rows.join('\n'));
    return table && { ...table, raw: whole.replace(/\n+$/, '') };
  }

  /** Line by line: marked's own rule looks at all that follows for each. */
  override paragraph(src: string): Tokens.Paragraph {
    let end = endOfLine(src, 0);
    while (end < src.length && !begins(src.slice(end))) end = endOfLine(src, end);
    const raw = src.slice(0, end);
    return { type: 'paragraph', raw, text: raw.replace(/\n$/, ''), tokens: [] };
  }

  /** What it holds is not read here. */
  private deeper<T>(read: () => T): T {
    const { top } = this.lexer.state;
    this.depth++;
    this.lexer.state.top = true;
    try {
      return read();
    } finally {
      this.depth--;
      this.lexer.state.top = top;
    }
  }
}

const withoutEnd = (row: string) => row.trimEnd().replace(/\|$/, '');

const cellsIn = (row: string) =>
  row
    .trim()
    .replace(RUBY_BAR, '$1')
    .replace(/\\./g, '')
    .replace(/^\||\|$/g, '')
    .split('|').length;

function beginsTable(src: string): boolean {
  const [head = '', marks = ''] = src.slice(0, LONGEST_HEAD).split('\n', 2);
  return /^[ |:-]*-[ |:-]*$/.test(marks) && /[|:]/.test(marks) && cellsIn(head) === cellsIn(marks);
}

/** Whether a line ends the paragraph above it. */
const begins = (src: string) => BEGINS.test(src) || beginsTable(src);

const endOfLine = (src: string, from: number) => src.indexOf('\n', from) + 1 || src.length;

/** A list, and nothing that follows it without a blank line. */
function listAt(src: string): string {
  let end = 0;
  let blank = false;
  while (end < src.length) {
    const next = endOfLine(src, end);
    const line = src.slice(end, next);
    if (!line.trim()) blank = true;
    else if (ITEM.test(line) || INDENTED.test(line)) blank = false;
    else break;
    end = next;
  }
  return blank ? src.slice(0, end).trimEnd() + '\n' : src.slice(0, end);
}

/** A text's blocks as marked's tokens, whose `raw` make up the text. Line ends are `\n`. */
export function blockTokensOf(text: string): Tokens.Generic[] {
  const options: MarkedOptions = { gfm: true, breaks: true, tokenizer: new BlockRules() };
  return new Lexer(options).blockTokens(text, []);
}
