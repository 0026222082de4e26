import type { Token, Tokens } from 'marked';
import { blockTokensOf } from './block-rules.js';
import { type Inline, inlineOf } from './inline.js';

export type Block =
  | { kind: 'paragraph'; nodes: Inline[] }
  | { kind: 'heading'; level: number; nodes: Inline[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; items: Item[] }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][]; align: Tokens.Table['align'] }
  /** The language is whatever stands beside the first marks. */
  | { kind: 'code'; text: string; language: string }
  | { kind: 'break' };

export interface Item {
  /** As it is written; null in a list without numbers. */
  number: number | null;
  /** Of a list of things to do; null elsewhere. */
  done: boolean | null;
  blocks: Block[];
}

/** A text as far as it was read. */
export interface Read {
  text: string;
  blocks: Block[];
  /** How many of the blocks stand as they are, whatever follows, and where in the text the others begin. */
  settled: number;
  settledTo: number;
}

/**
 * A message's text in blocks of what people and models write. The marks are Markdown's, as `BlockRules` and `inlineOf`
 * have them; whatever else looks like markup is text.
 * @param open the text is still being written: what is open at its end goes on
 */
export function blocksOf(text: string, open = false): Block[] {
  return readOn(null, text, open).blocks;
}

/**
 * Reads a text of which a beginning may have been read before: only what more text can change is read again.
 * @param before what was read; null for nothing
 */
export function readOn(before: Read | null, text: string, open: boolean): Read {
  const whole = text.replace(/\r\n|\r/g, '\n');
  const from = before && whole.startsWith(before.text) ? before : { blocks: [], settled: 0, settledTo: 0 };
  const groups = groupsOf(blockTokensOf(whole.slice(from.settledTo)));
  const settled = settledIn(groups);
  return {
    text: whole,
    blocks: [
      ...from.blocks.slice(0, from.settled),
      ...groups.map(({ token }, i) => blockOf(token, open && i === groups.length - 1)),
    ],
    settled: from.settled + settled,
    settledTo: from.settledTo + (groups[settled]?.at ?? 0),
  };
}

interface Group {
  token: Token;
  at: number;
  /** A blank line stands before it. */
  apart: boolean;
}

/** A list may go on behind a blank line; whatever else stands before one is finished. */
function settledIn(groups: readonly Group[]): number {
  let last = groups.length - 1;
  while (last > 0 && (!groups[last]!.apart || groups[last - 1]!.token.type === 'list')) last--;
  return Math.max(0, last);
}

/** Tokens that make blocks, with their places; paragraphs with no blank line between them are one. */
function groupsOf(tokens: readonly Token[]): Group[] {
  const groups: Group[] = [];
  let at = 0;
  let apart = true;
  for (const token of tokens) {
    const last = groups.at(-1);
    if (isText(token) && last && isText(last.token) && !apart) {
      last.token = { ...last.token, text: `${last.token.text}\n${token.text}` };
    } else if (token.type !== 'space' && token.type !== 'checkbox') groups.push({ token, at, apart });
    apart = token.type === 'space' || /\n[ \t]*\n$/.test(token.raw);
    at += token.raw.length;
  }
  return groups;
}

const isText = (token: Token): token is Tokens.Paragraph =>
  token.type === 'paragraph' || token.type === 'text';

/** A scene ends; besides Markdown's own signs these two. */
const BREAK = /^\s*(?:⁂|[—―─]{3,40})\s*$/;

function blockOf(token: Token, open: boolean): Block {
  switch (token.type) {
    case 'hr':
      return { kind: 'break' };
    case 'code':
      return { kind: 'code', text: token.text, language: token.lang ?? '' };
    case 'heading':
      return { kind: 'heading', level: token.depth, nodes: inlineOf(token.text, open) };
    case 'blockquote':
      return { kind: 'quote', blocks: blocksWithin(token.tokens ?? [], open) };
    case 'list':
      return {
        kind: 'list',
        ordered: token.ordered,
        items: token.items.map((item: Tokens.ListItem, i: number) => ({
          number: token.ordered ? Number(/\d+/.exec(item.raw)?.[0]) : null,
          done: item.task ? item.checked === true : null,
          blocks: blocksWithin(
            item.task ? withoutBox(item.tokens) : item.tokens,
            open && i === token.items.length - 1,
          ),
        })),
      };
    case 'table':
      return {
        kind: 'table',
        head: token.header.map(cellOf),
        rows: token.rows.map((row: Tokens.TableCell[]) => row.map(cellOf)),
        align: token.align,
      };
    default: {
      const text = 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
      if (BREAK.test(text)) return { kind: 'break' };
      return { kind: 'paragraph', nodes: inlineOf(text.trim(), open) };
    }
  }
}

/** An item's text without its box, which marked leaves in one that has blank lines. */
function withoutBox([first, ...rest]: readonly Token[]): Token[] {
  if (!first || !isText(first)) return first ? [first, ...rest] : [];
  return [{ ...first, text: first.text.replace(/^\[[ xX]\][ \t]+/, '') }, ...rest];
}

const cellOf = ({ text }: Tokens.TableCell) => inlineOf(text);

function blocksWithin(tokens: readonly Token[], open: boolean): Block[] {
  const groups = groupsOf(tokens);
  return groups.map(({ token }, i) => blockOf(token, open && i === groups.length - 1));
}
