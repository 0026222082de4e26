import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { Row } from './message-rows.js';

/**
 * Rows that stay drawn wherever is scrolled to: where the focus is, and where selected text begins and ends.
 * @returns their places among the rows
 */
export function useHeldRows(box: RefObject<HTMLElement | null>, rows: readonly Row[]): number[] {
  const [held, setHeld] = useState('');
  useEffect(() => {
    const look = () => {
      const selection = getSelection();
      const nodes = [
        document.activeElement,
        ...(selection && !selection.isCollapsed ? [selection.anchorNode, selection.focusNode] : []),
      ];
      const seqs = nodes.map((node) => seqOf(node, box.current));
      setHeld([...new Set(seqs.filter((seq) => seq !== ''))].join(' '));
    };
    const events = ['selectionchange', 'focusin', 'focusout'];
    for (const name of events) document.addEventListener(name, look);
    return () => events.forEach((name) => document.removeEventListener(name, look));
  }, [box]);
  return useMemo(() => {
    const keys = new Set(held.split(' '));
    return held ? rows.flatMap(({ key }, at) => (keys.has(key) ? [at] : [])) : [];
  }, [held, rows]);
}

function seqOf(node: Node | null, box: HTMLElement | null): string {
  if (!node || !box?.contains(node)) return '';
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>('[data-seq]')?.dataset['seq'] ?? '';
}
