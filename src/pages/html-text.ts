import { clean } from '../text/encoding/storable.js';
import { isHidden, isPanel } from './hidden.js';
import type { Element, Node } from './markup.js';
import { type Block, filledOnly, joinBlocks, type PlainText, rowBlocks } from './text-blocks.js';
import { inOneLine } from '../text/structure/one-line.js';

export interface TextRules {
  /** Elements that are left out beside those that nobody sees. */
  drop?: (element: Element) => boolean;
  /** Lines that are told in place of an element's own text. */
  instead?: (element: Element) => string[] | null;
  /** Headings with nothing below them are left out. */
  filledOnly?: boolean;
  /** Items of lists keep a mark: a dash, or their number. */
  listMarks?: boolean;
  /** Ids (or names) whose places are wanted. */
  anchors?: ReadonlySet<string>;
}

/** The skin of one large Chinese wiki carries the article in a template of this id. */
export const ARTICLE_TEMPLATE = 'MOE_SKIN_TEMPLATE_BODYCONTENT';

/**
 * The text that a reader of these nodes sees, hidden tab panels and collapsed parts included. Reads trees of
 * `parseMarkup`, whose depth has a bound.
 */
export function htmlToText(nodes: Node | Node[], rules: TextRules = {}): PlainText {
  const writer = new Writer(rules);
  writer.walk(Array.isArray(nodes) ? nodes : [nodes]);
  writer.endBlock();
  return writer.result();
}

const UNREAD = words(
  'head title meta link script style noscript svg iframe object embed audio video canvas map',
  'select input textarea button dialog rp annotation',
);
const BLOCK = words(
  'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form',
  'header hgroup hr html legend li main menu nav ol option p pre section summary ul tr td th tbody thead tfoot',
);
const LIST = words('ul ol dl menu');
/** What is no item among others, but a field or a line that somebody says, or has a mark of its own. */
const UNMARKED = /^(?:[^:：\n]{1,40}[:：]|[-–—•·*‧◦▪■□○●◆◇]|[(（]?\d{1,3}[.)、）．])/u;
/** Readings that stand above characters; other words above them are more than a reading and are kept. */
const READING =
  /^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}\u02D9\u02CA\u02C7\u02CB\u30FC\s]*$/u;
/** A line break of the markup: a blank, except between two characters that are written without blanks. */
const SOFT_BREAK = '\r';
const WITHOUT_BLANKS = /[\u2E80-\uA4CF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFFEF\u201C\u201D\u2014\u2026]/;

class Writer {
  private readonly blocks: Block[] = [];
  private inline: string[] = [];
  private pending: string[] = [];
  private group: object | null = null;
  /** Of the item that begins, until its first words come. */
  private mark = '';
  private depth = 0;
  private level = 0;
  private preformatted = false;

  constructor(private readonly rules: TextRules) {}

  walk(nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.type === 'text') this.inline.push(this.preformatted ? node.data : collapsed(node.data));
      else if (node.type === 'tag') this.element(node);
      else if (node.type === 'root') this.walk(node.children);
    }
  }

  /** Closes the paragraph that is being written. */
  endBlock(): void {
    const lines = this.inline.join('').split(/[\n\v\f\u0085\u2028\u2029]/); // all that clean would make one
    this.inline = [];
    let paragraph: string[] = [];
    for (const line of [...lines.map(squeezed), '']) {
      if (line !== '') paragraph.push(line);
      else if (paragraph.length > 0) {
        const text = clean(paragraph.join('\n')).trim();
        paragraph = [];
        if (text === '') continue;
        const { level, group, pending } = this;
        const mark = level > 0 || UNMARKED.test(text) ? '' : this.mark;
        this.mark = '';
        this.blocks.push({ text: mark + text, level, group: level > 0 ? null : group, anchors: pending });
        this.pending = [];
      }
    }
  }

  result(): PlainText {
    const { blocks, rules, pending } = this;
    return joinBlocks(rules.filledOnly ? filledOnly(blocks) : blocks, pending);
  }

  private element(element: Element): void {
    const { name, attribs } = element;
    if (UNREAD.has(name) || (name === 'template' && attribs['id'] !== ARTICLE_TEMPLATE)) return;
    if (isHidden(element) || this.rules.drop?.(element)) return;
    const lines = this.rules.instead?.(element);
    if (lines) return this.lines(lines);
    const heading = /^h[1-6]$/.test(name);
    const block = heading || name === 'table' || BLOCK.has(name);
    if (block) this.endBlock();
    if (heading) this.level = Number(name[1]);
    this.anchor(attribs['id'] ?? (name === 'a' ? attribs['name'] : undefined));

    if (name === 'br') this.inline.push('\n');
    else if (name === 'rt') this.reading(element);
    else if (name === 'table') this.table(element);
    else if (LIST.has(name)) this.list(element);
    else if (name === 'pre') this.pre(element);
    else {
      const label =
        isPanel(element) && (attribs['data-title'] ?? attribs['data-mw-tabber-title'] ?? attribs['title']);
      if (label) {
        this.inline.push(label);
        this.endBlock();
      }
      this.walk(element.children);
    }
    if (block) this.endBlock();
    if (heading) this.level = 0;
  }

  private anchor(id: string | undefined): void {
    if (id !== undefined && this.rules.anchors?.has(id)) this.pending.push(id);
  }

  private lines(lines: readonly string[]): void {
    this.endBlock();
    const group = {};
    for (const line of lines) {
      const text = inOneLine(clean(line).trim());
      if (text === '') continue;
      this.blocks.push({ text, level: 0, group, anchors: this.pending });
      this.pending = [];
    }
  }

  private list(element: Element): void {
    const outer = this.group;
    this.group ??= {};
    if (this.rules.listMarks && /^[uo]l$/.test(element.name)) this.items(element);
    else this.walk(element.children);
    this.endBlock();
    this.group = outer;
  }

  private items(list: Element): void {
    let number = Number(list.attribs['start'] ?? 1) || 1;
    this.depth++;
    for (const child of list.children) {
      if (child.type === 'tag' && child.name === 'li' && !isHidden(child)) {
        this.endBlock();
        const sign = list.name === 'ol' ? `${number++}.` : '-';
        this.mark = isLink(child) ? '' : `${'  '.repeat(this.depth - 1)}${sign} `;
      }
      this.walk([child]);
      this.endBlock();
      this.mark = '';
    }
    this.depth--;
  }

  private pre(element: Element): void {
    this.preformatted = true;
    this.walk(element.children);
    this.preformatted = false;
  }

  private reading(element: Element): void {
    const outer = this.inline;
    this.inline = [];
    this.walk(element.children);
    const reading = this.inline.join('').trim();
    this.inline = outer;
    if (!READING.test(reading)) this.inline.push(`（${reading}）`);
  }

  /** A row of two cells is `label: value`, of more `a | b | c`, as long as its cells are short. */
  private table(table: Element): void {
    const outer = this.group;
    const group = {};
    const row = (element: Element): void => {
      const first = this.blocks.length;
      const cells: Block[][] = [];
      for (const cell of element.children) {
        this.group = null;
        this.walk([cell]);
        this.endBlock();
        const blocks = this.blocks.splice(first);
        if (blocks.length > 0) cells.push(blocks);
      }
      this.blocks.push(...rowBlocks(cells, group));
    };
    const rows = (elements: readonly Node[]): void => {
      for (const element of elements) {
        if (element.type !== 'tag' || !/^t(?:r|body|head|foot)$/.test(element.name)) this.walk([element]);
        else if (!isHidden(element) && !this.rules.drop?.(element)) {
          this.anchor(element.attribs['id']);
          if (element.name === 'tr') row(element);
          else rows(element.children);
        }
      }
    };
    this.group = null;
    rows(table.children);
    this.endBlock();
    this.group = outer;
  }
}

/** Whether an item is nothing but a link: a table of contents, a menu. */
function isLink({ children }: Element): boolean {
  const told = children.filter((child) => child.type !== 'text' || child.data.trim() !== '');
  return told.length > 0 && told.every((child) => child.type === 'tag' && /^(?:a|ol|ul)$/.test(child.name));
}

function collapsed(text: string): string {
  return text.replace(/[\t\n\f\r ]+/g, (run) => (/[\n\r]/.test(run) ? SOFT_BREAK : ' '));
}

function squeezed(line: string): string {
  return line
    .replace(/[ \t\r]+/g, (run, at: number) =>
      run.includes(SOFT_BREAK) &&
      WITHOUT_BLANKS.test(line[at - 1] ?? '') &&
      WITHOUT_BLANKS.test(line[at + run.length] ?? '')
        ? ''
        : ' ',
    )
    .trim();
}

function words(...lists: string[]): ReadonlySet<string> {
  return new Set(lists.join(' ').split(' '));
}
