import { useEffect, useRef } from 'react';

const MARK = 'keepsakePanel';

/** How many lie over the page just now; one that makes way for another takes no step in the history. */
let open = 0;

const isMarked = () => (history.state as Record<string, unknown> | null)?.[MARK] === true;
const mark = () => history.pushState({ ...history.state, [MARK]: true }, '');

/** Takes the step back that the last one took forward. It ends later: what came meanwhile then takes its own. */
function stepBack(): void {
  addEventListener('popstate', () => open > 0 && mark(), { once: true });
  history.back();
}

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
    if (!isMarked()) mark();
    const back = () => {
      if (!isMarked()) close.current();
    };
    addEventListener('popstate', back);
    return () => {
      open--;
      removeEventListener('popstate', back);
      // Not at once: another may come in its place. Who went elsewhere meanwhile is not brought back.
      setTimeout(() => {
        if (!open && isMarked()) stepBack();
      });
    };
  }, [active]);
}
