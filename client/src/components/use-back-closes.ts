import { useEffect, useRef } from 'react';

const MARK = 'keepsakePanel';

/** How many lie over the page just now; one that makes way for another takes no step in the history. */
let open = 0;

const isMarked = () => (history.state as Record<string, unknown> | null)?.[MARK] === true;

/**
 * Has "back" close what lies over the page, instead of leaving the page below it.
 *
 * @param active whether it lies over the page, rather than beside it
 */
export function useBackCloses(onClose: () => void, active = true): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!active) return;
    open++;
    if (!isMarked()) history.pushState({ ...history.state, [MARK]: true }, '');
    const back = () => {
      if (!isMarked()) close.current();
    };
    addEventListener('popstate', back);
    return () => {
      open--;
      removeEventListener('popstate', back);
      // Not at once: another may come in its place. Who went elsewhere meanwhile is not brought back.
      setTimeout(() => {
        if (!open && isMarked()) history.back();
      });
    };
  }, [active]);
}
