import { memo, useMemo, useRef } from 'react';
import { scriptOf } from '../../../i18n/language.js';
import { type Block, type Item, type Read, readOn } from '../../../../../src/text/prose/blocks.js';
import { CodeBlock } from './code-block.js';
import { inlineText } from './inline-text.js';
import './prose.css';

/** What somebody said, typeset. The text is never HTML; a picture in it is shown only where that is turned on. */
export const MessageText = memo(function MessageText({
  text,
  open = false,
}: {
  text: string;
  open?: boolean;
}) {
  return (
    <div className="prose" lang={scriptOf(text)} dir="auto">
      <Blocks blocks={useBlocks(text, open)} />
    </div>
  );
});

/** @param open it is still being written: only its last block is read again with each word */
function useBlocks(text: string, open: boolean): Block[] {
  const read = useRef<Read | null>(null);
  return useMemo(() => {
    const now = readOn(open ? read.current : null, text, open);
    read.current = open ? now : null;
    return now.blocks;
  }, [text, open]);
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return blocks.map((block, i) => <BlockOf key={i} block={block} />);
}

const BlockOf = memo(function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case 'break':
      return <hr />;
    case 'code':
      return <CodeBlock text={block.text} language={block.language} />;
    case 'heading':
      return (
        <p className={block.level > 2 ? 'prose-heading small' : 'prose-heading'}>{inlineText(block.nodes)}</p>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, i) => <ItemOf key={i} item={item} />);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <Table table={block} />;
    default:
      return <p>{inlineText(block.nodes)}</p>;
  }
});

function ItemOf({ item: { number, done, blocks } }: { item: Item }) {
  return (
    <li value={number ?? undefined} className={done === null ? undefined : done ? 'done' : 'to-do'}>
      <Blocks blocks={blocks} />
    </li>
  );
}

function Table({ table: { head, rows, align } }: { table: Extract<Block, { kind: 'table' }> }) {
  const at = (n: number) => ({ textAlign: align[n] ?? undefined });
  return (
    <div className="prose-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((cell, n) => (
              <th key={n} style={at(n)}>
                {inlineText(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, n) => (
                <td key={n} style={at(n)}>
                  {inlineText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
