import { useMemo, useRef } from 'react';
import { type Block, blocksOf } from './rich-text.js';

const FENCE = /^\s{0,3}(`{3,}|~{3,})/;

/**
 * A message's text in blocks.
 * @param open it is still being written: only its last part is read again with each word
 */
export function useBlocks(text: string, open: boolean): Block[] {
  const read = useRef(new Map<string, Block[]>());
  return useMemo(() => {
    if (!open) return blocksOf(text);
    const parts = partsOf(text);
    const settled = new Map(
      parts.slice(0, -1).map((part) => [part, read.current.get(part) ?? blocksOf(part)]),
    );
    read.current = settled;
    return parts.flatMap((part, i) =>
      i < parts.length - 1 ? (settled.get(part) ?? []) : blocksOf(part, true),
    );
  }, [text, open]);
}

/** A text, parted by its blank lines, but for those of code between fences. */
export function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part: string[] = [];
  let fence: string | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (fence) {
      if (line.trim().startsWith(fence)) fence = undefined;
    } else if (line.trim()) fence = FENCE.exec(line)?.[1];
    else {
      parts.push(part.join('\n'));
      part = [];
      continue;
    }
    part.push(line);
  }
  return [...parts, part.join('\n')];
}
