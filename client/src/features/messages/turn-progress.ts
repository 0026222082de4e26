import { createContext, useContext, useEffect, useState } from 'react';
import type { TurnProgress } from '../../api/turn-progress.js';

/** Of the turn that is being written. Apart from the messages: most of them need not know. */
export const TurnProgressContext = createContext<TurnProgress | null>(null);

export const useTurnProgress = () => useContext(TurnProgressContext);

/** The time, read again each second while somebody counts by it. */
export function useNow(counting: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!counting) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [counting]);
  return now;
}
