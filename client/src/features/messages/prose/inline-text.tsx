import type { ReactNode } from 'react';
import type { Inline } from '../../../../../src/text/prose/inline.js';
import { MessagePicture } from './message-picture.js';
import { OutsideLink } from './outside-link.js';

/** What stands within a block: mostly one string, which needs no component of its own. */
export const inlineText = (nodes: readonly Inline[]): ReactNode =>
  nodes.length === 1 && nodes[0]!.kind === 'text' ? nodes[0]!.text : nodes.map(drawn);

function drawn(node: Inline, at: number): ReactNode {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'line':
      return <br key={at} />;
    case 'code':
      return <code key={at}>{node.text}</code>;
    case 'ruby':
      return (
        <ruby key={at}>
          {node.text}
          <rp>(</rp>
          <rt>{node.reading}</rt>
          <rp>)</rp>
        </ruby>
      );
    case 'picture':
      return <MessagePicture key={at} alt={node.alt} url={node.url} text={node.text} />;
    case 'link':
      return <OutsideLink key={at} label={node.label} url={node.url} />;
    case 'action':
      return <em key={at}>{inlineText(node.inside)}</em>;
    case 'strong':
      return <strong key={at}>{inlineText(node.inside)}</strong>;
    case 'strike':
      return <s key={at}>{inlineText(node.inside)}</s>;
    default:
      return (
        <span key={at} className={node.kind}>
          {inlineText(node.inside)}
        </span>
      );
  }
}
