import { type Block, blocksOf } from '../../../../../src/text/prose/blocks.js';
import type { Inline } from '../../../../../src/text/prose/inline.js';

/** A message's text, or the beginning of one, without its marks: for a line that is shown elsewhere. */
export function plainText(text: string): string {
  return blocksOf(text, true).map(plainBlock).filter(Boolean).join('\n');
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'break':
      return '';
    case 'code':
      return block.text;
    case 'quote':
      return block.blocks.map(plainBlock).join('\n');
    case 'list':
      return block.items
        .map(
          ({ number, blocks }) => (number === null ? '' : `${number}. `) + blocks.map(plainBlock).join('\n'),
        )
        .join('\n');
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(plainInline).join(' ')).join('\n');
    default:
      return plainInline(block.nodes);
  }
}

/** What is read of some inline text. */
export function plainInline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('inside' in node) return plainInline(node.inside);
      if (node.kind === 'line') return '\n';
      if (node.kind === 'picture') return node.alt;
      return node.kind === 'link' ? node.label : node.text;
    })
    .join('');
}
