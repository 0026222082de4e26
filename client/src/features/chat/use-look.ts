import { useEffect } from 'react';
import { ask, useConnected } from '../../api/socket.js';

/** Tells the server that this conversation is before somebody's eyes: nobody is notified of what they see. */
export function useLook(sessionId: string): void {
  const connected = useConnected();
  useEffect(() => {
    if (!connected) return;
    const look = (at: string | null) => void ask('session.look', { sessionId: at }).catch(() => undefined);
    const lookNow = () => look(document.visibilityState === 'visible' ? sessionId : null);
    lookNow();
    document.addEventListener('visibilitychange', lookNow);
    return () => {
      document.removeEventListener('visibilitychange', lookNow);
      look(null);
    };
  }, [sessionId, connected]);
}
