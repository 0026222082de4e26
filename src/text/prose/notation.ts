import type { Block } from './blocks.js';
import type { Inline } from './inline.js';

/** Blocks as tests write them down: inline text in one string, what holds others as lists. */
export function noted(block: Block): unknown {
  switch (block.kind) {
    case 'break':
      return '⁂';
    case 'code':
      return { [block.language || 'code']: block.text };
    case 'heading':
      return { [`h${block.level}`]: notedInline(block.nodes) };
    case 'quote':
      return { quote: block.blocks.map(noted) };
    case 'list':
      return {
        [block.ordered ? 'ol' : 'ul']: block.items.map(({ number, done, blocks }) => [
          ...(number === null ? [] : [number]),
          ...(done === null ? [] : [done ? '☑' : '☐']),
          ...blocks.map(noted),
        ]),
      };
    case 'table':
      return { table: [block.head, ...block.rows].map((row) => row.map(notedInline)) };
    default:
      return notedInline(block.nodes);
  }
}

export function notedInline(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'line':
          return '⏎';
        case 'code':
          return `<code>${node.text}</code>`;
        case 'ruby':
          return `{${node.text}/${node.reading}}`;
        case 'picture':
          return `<picture ${node.alt} ${node.url}>`;
        case 'link':
          return node.label === node.url ? `<${node.url}>` : `<${node.label} ${node.url}>`;
        default:
          return `<${node.kind}>${notedInline(node.inside)}</${node.kind}>`;
      }
    })
    .join('');
}
