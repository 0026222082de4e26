import { memo } from 'react';
import { scriptOf } from '../language.js';
import { blocksOf, type Span } from './rich-text.js';

/** What somebody said, typeset. The text is never HTML. */
export const Prose = memo(function Prose({ text, open = false }: { text: string; open?: boolean }) {
  return (
    <div className="prose" lang={scriptOf(text)}>
      {blocksOf(text, open).map((block, i) =>
        block.kind === 'break' ? <hr key={i} /> : <p key={i}>{block.spans.map(shown)}</p>,
      )}
    </div>
  );
});

function shown(span: Span, i: number) {
  if (span.kind === 'action') return <em key={i}>{span.text}</em>;
  if (span.kind === 'strong') return <strong key={i}>{span.text}</strong>;
  return <span key={i}>{span.text}</span>;
}
