import { useEffect, useRef } from 'react';

interface KeyActs {
  /** To the version before the newest message, or the one after it. */
  onTurn: (by: -1 | 1) => void;
  onEditLast: () => void;
  onStop: () => void;
  /** Shows what keys do. */
  onKeys: () => void;
}

/**
 * What keys do in a conversation where nothing is being written: left and right turn the pages of the newest message,
 * up opens the own last one to be changed, Escape stops a reply, a question mark lists all of this.
 */
export function useKeys(acts: KeyActs): void {
  const now = useRef(acts);
  now.current = acts;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.keyCode === 229 || event.repeat) return;
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.shiftKey && event.key !== '?') return;
      // What lies over the conversation has the keys.
      if (document.querySelector('dialog[open], [popover]:popover-open')) return;
      if (event.key === 'Escape') {
        now.current.onStop();
        return;
      }
      if (isWriting(event.target)) return;
      const { onTurn, onEditLast, onKeys } = now.current;
      if (event.key === 'ArrowLeft') onTurn(-1);
      else if (event.key === 'ArrowRight') onTurn(1);
      else if (event.key === 'ArrowUp' && event.target instanceof HTMLTextAreaElement) onEditLast();
      else if (event.key === '?' && !(event.target instanceof HTMLTextAreaElement)) onKeys();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

/** In a field that has something in it, or in one of another kind than the composer's. */
function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('.composer')) return target instanceof HTMLTextAreaElement && target.value !== '';
  return target.closest('input, textarea, select, audio, video, [contenteditable]') !== null;
}
