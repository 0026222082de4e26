import type { MessageEntity } from 'grammy/types';
import { type Block, blocksOf, type Item } from '../../text/prose/blocks.js';
import type { Inline, Wrap } from '../../text/prose/inline.js';
import { TELEGRAM } from '../core/capabilities.js';

/** A text as Telegram takes it: entities instead of marks, so that nothing in it can be mistaken for formatting. */
export interface Formatted {
  text: string;
  entities: MessageEntity[];
}

/** Telegram leaves out what is beyond. */
const MOST_ENTITIES = 100;
/** What would ring at somebody's: `@name`, but for what stands in an address. */
const MENTION = /(?<![\w.])@(?=\w)/g;

const STYLES: Partial<Record<Wrap, 'bold' | 'italic' | 'strikethrough'>> = {
  strong: 'bold',
  action: 'italic',
  strike: 'strikethrough',
};

/**
 * A reply, with its Markdown, as text and entities (core.telegram.org/bots/api#messageentity): offsets and lengths in
 * units of UTF-16. What becomes too long by it is sent as it was written.
 *
 * @param isShared others are there, of whom none is to be mentioned: `@` is written as `＠`
 */
export function formatted(text: string, isShared: boolean): Formatted {
  const writer = new Writer(isShared);
  writer.blocks(blocksOf(text));
  const written = writer.written;
  return written.text.trim() === '' || written.text.length > TELEGRAM.maxLen
    ? { text: isShared ? withoutMentions(text) : text, entities: [] }
    : written;
}

const withoutMentions = (text: string) => text.replace(MENTION, '＠');

type Style = MessageEntity extends infer Entity
  ? Entity extends MessageEntity
    ? Omit<Entity, 'offset' | 'length'>
    : never
  : never;

class Writer {
  private text = '';
  private readonly entities: MessageEntity[] = [];
  private readonly open: string[] = [];

  constructor(private readonly isShared: boolean) {}

  get written(): Formatted {
    // Those that hold others come first.
    const entities = this.entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length);
    return { text: this.text.trimEnd(), entities: entities.slice(0, MOST_ENTITIES) };
  }

  blocks(blocks: readonly Block[], between = '\n\n'): void {
    for (const [i, block] of blocks.entries()) {
      if (i > 0) this.text += between;
      this.block(block);
    }
  }

  private block(block: Block): void {
    switch (block.kind) {
      case 'break':
        return this.write('⁂');
      case 'code': {
        const language = /^[\w+#.-]{1,40}$/.exec(block.language)?.[0];
        return this.styled({ type: 'pre', ...(language && { language }) }, () => this.write(block.text));
      }
      case 'heading':
        return this.styled({ type: 'bold' }, () => this.inline(block.nodes));
      case 'quote':
        return this.styled({ type: 'blockquote' }, () => this.blocks(block.blocks));
      case 'list':
        return this.list(block.items);
      case 'table':
        return this.table([block.head, ...block.rows]);
      default:
        return this.inline(block.nodes);
    }
  }

  private list(items: readonly Item[]): void {
    const indent = '  '.repeat(this.open.filter((type) => type === 'list').length);
    this.open.push('list');
    for (const [i, { number, done, blocks }] of items.entries()) {
      if (i > 0) this.text += '\n';
      const mark = done === null ? (number === null ? '•' : `${number}.`) : done ? '☑' : '☐';
      this.text += `${indent}${mark} `;
      this.blocks(blocks, '\n');
    }
    this.open.pop();
  }

  private table([head, ...rows]: readonly Inline[][][]): void {
    this.styled({ type: 'bold' }, () => this.row(head!));
    for (const row of rows) {
      this.text += '\n';
      this.row(row);
    }
  }

  private row(cells: readonly Inline[][]): void {
    for (const [i, cell] of cells.entries()) {
      if (i > 0) this.text += ' | ';
      this.inline(cell);
    }
  }

  private inline(nodes: readonly Inline[]): void {
    for (const node of nodes) {
      if ('inside' in node) {
        const type = STYLES[node.kind];
        if (type) this.styled({ type }, () => this.inline(node.inside));
        else this.inline(node.inside);
      } else if (node.kind === 'line') this.text += '\n';
      else if (node.kind === 'code') this.styled({ type: 'code' }, () => this.write(node.text));
      else if (node.kind === 'ruby') this.write(`${node.text}(${node.reading})`);
      else if (node.kind === 'link') this.link(node.url, node.label);
      else if (node.kind === 'picture') this.link(node.url, node.alt || node.url);
      else this.write(node.text);
    }
  }

  private link(url: string, label: string): void {
    if (/^https?:/i.test(url))
      this.styled({ type: 'text_link', url }, () => {
        this.text += label === url ? label : this.unmentioned(label);
      });
    else this.write(label === url.replace(/^mailto:/, '') ? label : `${label} (${url})`);
  }

  private write(text: string): void {
    this.text += this.unmentioned(text);
  }

  private unmentioned(text: string): string {
    return this.isShared ? withoutMentions(text) : text;
  }

  /** Writes something in a style; within one of its own kind it is in that already, and code holds no other. */
  private styled(style: Style, work: () => void): void {
    if (this.open.includes(style.type)) return work();
    const offset = this.text.length;
    this.open.push(style.type);
    work();
    this.open.pop();
    const length = this.text.slice(offset).trimEnd().length;
    if (length > 0) this.entities.push({ ...style, offset, length } as MessageEntity);
  }
}
