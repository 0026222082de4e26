import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, type Failure } from '../../api/failure.js';

const SHOWN_MS = 10_000;

/** What was done last here, as long as it is offered to be undone. */
export interface Undoable {
  n: number;
  what: string;
}

interface Step extends Undoable {
  /** The message that it changed, by its number. */
  seq: number | undefined;
  undo: () => Promise<unknown>;
}

/** Steps of this tab that can be taken back, the last one first: by a button for a while, by Ctrl+Z or ⌘Z for longer. */
export function useUndo(onFailure: (failure: Failure) => void) {
  const steps = useRef<Step[]>([]);
  const count = useRef(0);
  const [shown, setShown] = useState<Undoable | null>(null);

  const did = useCallback((what: string, undo: () => Promise<unknown>, seq?: number) => {
    const step = { n: ++count.current, what, undo, seq };
    steps.current.push(step);
    setShown(step);
  }, []);

  /** What was wiped cannot be brought back by anything. */
  const wiped = useCallback((seq: number) => {
    steps.current = steps.current.filter((step) => step.seq !== seq);
    setShown(null);
  }, []);

  /** The story goes on: what was done before is nobody's concern now, though keys still take it back. */
  const hide = useCallback(() => setShown(null), []);

  const undo = useCallback(() => {
    const step = steps.current.pop();
    setShown(null);
    step?.undo().catch((error: unknown) => onFailure(asFailure(error)));
  }, [onFailure]);

  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setShown(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const asked = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      const writing = (event.target as HTMLElement).closest?.('input, textarea, select, [contenteditable]');
      if (!asked || event.altKey || writing || !steps.current.length) return;
      event.preventDefault();
      undo();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [undo]);

  return { did, undo, wiped, hide, shown };
}
