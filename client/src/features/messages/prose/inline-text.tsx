import type { Inline } from '../../../../../src/text/prose/inline.js';
import { MessagePicture } from './message-picture.js';
import { OutsideLink } from './outside-link.js';

/** What stands within a block. */
export function InlineText({ nodes }: { nodes: readonly Inline[] }) {
  return nodes.map((node, i) => <InlineNode key={i} node={node} />);
}

function InlineNode({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'line':
      return <br />;
    case 'code':
      return <code>{node.text}</code>;
    case 'ruby':
      return (
        <ruby>
          {node.text}
          <rp>(</rp>
          <rt>{node.reading}</rt>
          <rp>)</rp>
        </ruby>
      );
    case 'picture':
      return <MessagePicture alt={node.alt} url={node.url} text={node.text} />;
    case 'link':
      return <OutsideLink label={node.label} url={node.url} />;
    case 'action':
      return (
        <em>
          <InlineText nodes={node.inside} />
        </em>
      );
    case 'strong':
      return (
        <strong>
          <InlineText nodes={node.inside} />
        </strong>
      );
    case 'strike':
      return (
        <s>
          <InlineText nodes={node.inside} />
        </s>
      );
    default:
      return (
        <span className={node.kind}>
          <InlineText nodes={node.inside} />
        </span>
      );
  }
}
