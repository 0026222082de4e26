import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import type { ServerToClient } from '../../../../src/contracts/sockets.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import type { AttachedPictureView } from '../../../../src/contracts/message.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { newId } from '../../browser/new-id.js';
import { reduceSession } from '../../api/session-reducer.js';
import { newSessionState, type SessionAction } from '../../api/session-state.js';
import { setSignedIn } from '../../api/signed-in.js';
import { ask, socket, useConnected } from '../../api/socket.js';
import { saveUnsent, loadUnsent } from './outbox.js';
import { useReading } from './use-reading.js';

/** A session in step with the server, and what can be done in it. */
export function useSession(id: string) {
  const [state, dispatch] = useReducer(reduceSession, id, (id) => newSessionState(loadUnsent(id)));
  const [failure, setFailure] = useState<Failure | null>(null);
  const connected = useConnected();
  // While the session is being opened its events wait: what opens it may be older than they are.
  const held = useRef<SessionAction[] | null>(null);
  const attempt = useRef(0);
  const toEnd = useRef(false);

  const apply = useCallback((action: SessionAction) => {
    if (held.current) held.current.push(action);
    else dispatch(action);
  }, []);

  const open = useCallback(async () => {
    const mine = ++attempt.current;
    held.current ??= [];
    let failed: Failure | null = null;
    try {
      const { session, messages, turn } = await ask('session.open', { sessionId: id });
      if (mine !== attempt.current) return;
      dispatch({ type: 'opened', session, messages, turn, at: Date.now(), toEnd: toEnd.current });
      toEnd.current = false;
      setFailure(null);
    } catch (error) {
      failed = asFailure(error);
    }
    if (mine !== attempt.current) return;
    if (failed?.code === 'not_signed_in') setSignedIn('no');
    else if (failed && failed.code !== 'offline') setFailure(failed);
    const actions = held.current;
    held.current = null;
    actions.forEach(dispatch);
  }, [id]);

  useEffect(() => {
    if (!connected) return;
    void open();
    return () => {
      attempt.current++;
      void ask('session.close', { sessionId: id }).catch(() => undefined);
    };
  }, [id, connected, open]);

  // Not at once: should the server send what never fits, this must not become a storm.
  useEffect(() => {
    if (!state.behind || !connected) return;
    const timer = setTimeout(() => void open(), 250);
    return () => clearTimeout(timer);
  }, [state.behind, connected, open]);

  useEffect(() => {
    const mine = (event: { sessionId: string }) => event.sessionId === id;
    const on: Partial<ServerToClient> = {
      'message.created': ({ message }) => mine(message) && apply({ type: 'created', message }),
      'branch.opened': (event) => {
        if (!mine(event)) return;
        apply({ type: 'left' });
        void open();
      },
      'session.changed': (event) => mine(event) && apply({ type: 'changed', session: event.session }),
      'message.changed': (event) => mine(event) && apply({ type: 'created', message: event.message }),
      'turn.started': (event) => mine(event) && apply({ type: 'started', ...event }),
      'turn.delta': (event) => mine(event) && apply({ type: 'delta', at: Date.now(), ...event }),
      'turn.thinking': (event) => mine(event) && apply({ type: 'thinking', at: Date.now(), ...event }),
      'turn.revised': (event) => mine(event) && apply({ type: 'revised', ...event }),
      'turn.waiting': (event) => mine(event) && apply({ type: 'waiting', at: Date.now(), ...event }),
      'turn.finished': (event) => mine(event) && apply({ type: 'finished', ...event }),
      'turn.failed': (event) => mine(event) && apply({ type: 'failed', ...event }),
    };
    for (const [name, heard] of Object.entries(on)) socket.on(name as keyof ServerToClient, heard);
    return () => {
      for (const [name, heard] of Object.entries(on)) socket.off(name as keyof ServerToClient, heard);
    };
  }, [id, apply, open]);

  useSending(id, state.unsent, connected && state.session !== null, dispatch);

  const toNewest = useCallback(() => {
    toEnd.current = true;
    void open();
  }, [open]);
  const reading = useReading(id, state, dispatch, setFailure);

  const { later } = state;
  const send = useCallback(
    (text: string, pictures: AttachedPictureView[]) => {
      const createdAt = new Date().toISOString();
      const shown = pictures.length ? { pictures } : {};
      dispatch({ type: 'queued', clientId: newId(), text, ...shown, createdAt });
      if (later) toNewest();
    },
    [later, toNewest],
  );

  const answer = useCallback(
    async (how: 'turn.regenerate' | 'turn.continue', connectionId?: string) => {
      setFailure(null);
      try {
        dispatch({ type: 'awaiting', turnId: (await ask(how, { sessionId: id, connectionId })).turnId });
      } catch (error) {
        setFailure(asFailure(error));
      }
    },
    [id],
  );

  const stop = useCallback(async (turnId: string) => {
    await ask('turn.stop', { turnId }).catch((error: unknown) => setFailure(asFailure(error)));
  }, []);

  const changed = useCallback((session: SessionView) => dispatch({ type: 'changed', session }), []);

  return {
    state,
    failure,
    setFailure,
    connected,
    send,
    answer,
    stop,
    ...reading,
    toNewest,
    changed,
    reopen: open,
  };
}

/** Sends what waits, one after the other, each until the server has acknowledged or refused it. */
function useSending(
  id: string,
  unsent: ReturnType<typeof loadUnsent>,
  ready: boolean,
  dispatch: (action: SessionAction) => void,
) {
  const [attempt, setAttempt] = useState(0);
  const sending = useRef<string | null>(null);
  const next = unsent[0];

  useEffect(() => saveUnsent(id, unsent), [id, unsent]);

  useEffect(() => {
    if (!ready || !next || sending.current === next.clientId) return;
    const { clientId, text, pictures } = next;
    const shown = pictures && { pictures: pictures.map(({ id }) => id) };
    sending.current = clientId;
    ask('message.send', { sessionId: id, clientId, text, ...shown })
      .then(
        ({ message, turnId }) => dispatch({ type: 'acknowledged', clientId, message, turnId }),
        (error: unknown) => {
          const { code, message } = asFailure(error);
          if (code === 'not_signed_in') setSignedIn('no');
          else if (code === 'offline') setTimeout(() => setAttempt((n) => n + 1), 2000);
          else dispatch({ type: 'refused', clientId, code, message });
        },
      )
      .finally(() => {
        if (sending.current === clientId) sending.current = null;
      });
  }, [id, next, ready, attempt, dispatch]);
}
