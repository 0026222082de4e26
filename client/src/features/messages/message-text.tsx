import { memo } from 'react';
import { scriptOf } from '../../i18n/language.js';
import { MessagePicture } from './message-picture.js';
import { type Span, voicedOf } from './rich-spans.js';
import type { Block } from './rich-text.js';
import { useBlocks } from './use-blocks.js';

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
      {useBlocks(text, open).map((block, i) => (
        <BlockOf key={i} block={block} />
      ))}
    </div>
  );
});

const BlockOf = memo(function BlockOf({ block }: { block: Block }) {
  switch (block.kind) {
    case 'break':
      return <hr />;
    case 'code':
      return (
        <pre>
          <code>{block.text}</code>
        </pre>
      );
    case 'heading':
      return <p className="prose-heading">{block.spans.map(shown)}</p>;
    case 'quote':
      return <blockquote>{block.spans.map(shown)}</blockquote>;
    case 'list': {
      const items = block.items.map((spans, i) => <li key={i}>{spans.map(shown)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table': {
      const [head = [], ...rows] = block.rows;
      return (
        <div className="prose-table">
          <table>
            <thead>
              <tr>
                {head.map((cell, i) => (
                  <th key={i}>{cell.map(shown)}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={i}>
                  {row.map((cell, n) => (
                    <td key={n}>{cell.map(shown)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    }
    default:
      return <p>{block.spans.map(shown)}</p>;
  }
});

function shown(span: Span, i: number) {
  if (span.kind === 'action') return <em key={i}>{span.text}</em>;
  if (span.kind === 'strong') return <strong key={i}>{span.text}</strong>;
  if (span.kind === 'code') return <code key={i}>{span.text}</code>;
  return (
    <span key={i}>
      {voicedOf(span.text).map(({ kind, text, reading, alt = '', url = '' }, n) =>
        kind === 'speech' ? (
          <span key={n} className="speech">
            {text}
          </span>
        ) : kind === 'ruby' ? (
          <ruby key={n}>
            {text}
            <rp>(</rp>
            <rt>{reading}</rt>
            <rp>)</rp>
          </ruby>
        ) : kind === 'picture' ? (
          <MessagePicture key={n} alt={alt} url={url} text={text} />
        ) : (
          text
        ),
      )}
    </span>
  );
}
