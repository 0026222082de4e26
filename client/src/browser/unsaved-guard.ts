import { useEffect, useSyncExternalStore } from 'react';

/** What is asked before a page with unsaved changes is left. */
export interface LeaveQuestion {
  stay: () => void;
  leave: () => void;
}

const guarded = new Set<object>();
const listeners = new Set<() => void>();
let question: LeaveQuestion | null = null;
/** The next step through the history is one that was agreed to. */
let isAgreed = false;

function ask(next: LeaveQuestion | null): void {
  question = next;
  for (const listener of listeners) listener();
}

/** Does what leaves the page: at once, or once somebody agrees to lose what is not saved. */
export function leaving(then: () => void): void {
  if (!guarded.size) {
    then();
    return;
  }
  ask({
    stay: () => ask(null),
    leave: () => {
      ask(null);
      guarded.clear();
      then();
    },
  });
}

function onClick(event: MouseEvent): void {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const hash = link?.getAttribute('href');
  if (!link || !hash?.startsWith('#/') || link.target === '_blank') return;
  event.preventDefault();
  event.stopPropagation();
  leaving(() => {
    location.hash = hash;
  });
}

/** "Back", and an address typed by hand: the browser has gone there already, and the router has not yet heard of it. */
function onHashChange(event: HashChangeEvent): void {
  // The router's own steps were asked about before they were made.
  if (!event.isTrusted) return;
  if (isAgreed || !guarded.size) {
    isAgreed = false;
    return;
  }
  event.stopImmediatePropagation();
  history.pushState(null, '', event.oldURL);
  leaving(() => {
    isAgreed = true;
    history.back();
  });
}

/** To be called before the router starts: a window's listeners are called in the order in which they came. */
export function guardHistory(): void {
  addEventListener('hashchange', onHashChange);
}

/**
 * Asks before the browser's tab is closed or loaded again.
 * @param unsaved whether something would be lost
 */
export function useUnloadGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [unsaved]);
}

/**
 * Asks before anything leaves this page: the tab's end, a link, "back", and `go`.
 * @param unsaved whether something would be lost
 */
export function useUnsavedGuard(unsaved: boolean): void {
  useUnloadGuard(unsaved);
  useEffect(() => {
    if (!unsaved) return;
    const guard = {};
    guarded.add(guard);
    addEventListener('click', onClick, true);
    return () => {
      guarded.delete(guard);
      if (!guarded.size) removeEventListener('click', onClick, true);
    };
  }, [unsaved]);
}

/** The question that waits for an answer, if one does. */
export function useLeaveQuestion(): LeaveQuestion | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => question,
  );
}
