import { useCallback, useEffect, useRef, useState } from 'react';
import type { ServerToClient } from '../../../../src/contracts/sockets.js';
import { asFailure, Failure } from '../../api/failure.js';
import { newId } from '../../browser/new-id.js';
import { ask, socket } from '../../api/socket.js';

/**
 * The user's next message, written in their stead.
 * @param onText what there is of it so far, that which was begun included
 */
export function useDraft(sessionId: string, onText: (text: string) => void) {
  const [draftId, setDraftId] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const text = useRef({ begun: '', more: '' });
  const latestOnText = useRef(onText);
  latestOnText.current = onText;

  useEffect(() => {
    if (!draftId) return;
    const mine = (event: { draftId: string }) => event.draftId === draftId;
    const end = () => setDraftId(null);
    const on: Partial<ServerToClient> = {
      'draft.delta': (event) => {
        // From the beginning on once more: what came was no part of it.
        if (mine(event) && event.offset === 0) text.current.more = '';
        if (!mine(event) || event.offset !== text.current.more.length) return;
        text.current.more += event.text;
        latestOnText.current(joined(text.current.begun, text.current.more));
      },
      'draft.finished': (event) => mine(event) && end(),
      'draft.failed': (event) => {
        if (!mine(event)) return;
        setFailure(new Failure(event.code, event.message));
        end();
      },
    };
    for (const [name, heard] of Object.entries(on)) socket.on(name as keyof ServerToClient, heard);
    socket.on('disconnect', end);
    return () => {
      for (const [name, heard] of Object.entries(on)) socket.off(name as keyof ServerToClient, heard);
      socket.off('disconnect', end);
      // Whoever leaves does not wait for it.
      void ask('draft.stop', { draftId }).catch(() => undefined);
    };
  }, [draftId]);

  const write = useCallback(
    async (begun: string) => {
      const id = newId();
      text.current = { begun, more: '' };
      setFailure(null);
      setDraftId(id);
      try {
        await ask('draft.write', { sessionId, draftId: id, begun });
      } catch (error) {
        setFailure(asFailure(error));
        setDraftId(null);
      }
    },
    [sessionId],
  );
  const stop = useCallback(() => setDraftId(null), []);

  return { writing: draftId !== null, failure, write, stop };
}

/** A space between words of scripts that have one. */
function joined(begun: string, more: string): string {
  const apart = /[\p{Script=Latin}\p{N},.;:!?'’”]$/u.test(begun) && /^[\p{Script=Latin}\p{N}“‘*]/u.test(more);
  return begun + (apart ? ' ' : '') + more;
}
