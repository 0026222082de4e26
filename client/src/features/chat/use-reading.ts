import { useCallback, useRef, type Dispatch } from 'react';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import type { MessageRange } from '../../api/message-range.js';
import type { SessionAction } from '../../api/session-state.js';

/** Messages of a page. */
const PAGE = 150;
/** After a page that did not come, the next one is asked for so many milliseconds later. */
const PAUSE_MS = 2000;

/** Fetches what of a session's story is scrolled to or gone to, and lets go of what is far from it. */
export function useReading(
  id: string,
  { messages }: MessageRange,
  dispatch: Dispatch<SessionAction>,
  onFailure: (failure: Failure | null) => void,
) {
  const held = useRef(messages);
  held.current = messages;
  const loading = useRef(false);

  const load = useCallback(
    async (type: 'earlier' | 'later') => {
      const seq = held.current.at(type === 'earlier' ? 0 : -1)?.seq;
      if (loading.current || seq === undefined) return;
      loading.current = true;
      try {
        const page =
          type === 'earlier' ? await api.messages(id, seq, PAGE) : await api.messagesAfter(id, seq, PAGE);
        const more = type === 'earlier' ? page.next !== undefined : 'later' in page;
        // Meanwhile another stretch may have come to be read.
        if (held.current.at(type === 'earlier' ? 0 : -1)?.seq === seq)
          dispatch({ type, messages: page.items, more });
      } catch (error) {
        onFailure(asFailure(error));
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      } finally {
        loading.current = false;
      }
    },
    [id, dispatch, onFailure],
  );

  /** Has a message in the list, with what stands around it. @returns its number */
  const fetchAround = useCallback(
    async (where: { around: number } | { at: string }): Promise<number | null> => {
      if ('around' in where && held.current.some(({ seq }) => seq === where.around)) return where.around;
      onFailure(null);
      try {
        const { items, next, later, around } = await api.messagesAround(id, where);
        const to = { messages: items, earlier: next !== undefined, later: later !== undefined };
        dispatch({ type: 'moved', to });
        return around || null;
      } catch (error) {
        onFailure(asFailure(error));
        return null;
      }
    },
    [id, dispatch, onFailure],
  );

  const letGo = useCallback((readSeq: number) => dispatch({ type: 'trimmed', readSeq }), [dispatch]);

  return { load, fetchAround, letGo };
}
