import { useCallback, useEffect, useRef, useState } from 'react';
import { asFailure, type Failure } from './failure.js';

export interface Loaded<T> {
  value: T | null;
  failure: Failure | null;
  reload: () => void;
  /** Puts a newer value in place, one that an answer brought along. */
  set: (value: T) => void;
}

/** Told when much has come at once, such as a backup: whatever is shown is loaded anew. */
export const arrivals = new EventTarget();

/** What `load` brings, anew whenever `key` changes; an older answer never overtakes a newer one. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; failure: Failure | null }>({
    key,
    value: null,
    failure: null,
  });
  const latest = useRef(0);
  const loader = useRef(load);
  loader.current = load;

  const reload = useCallback(() => {
    const mine = ++latest.current;
    loader.current().then(
      (value) => mine === latest.current && setState({ key, value, failure: null }),
      (error: unknown) =>
        mine === latest.current &&
        setState((old) => ({ key, value: old.key === key ? old.value : null, failure: asFailure(error) })),
    );
  }, [key]);

  const set = useCallback(
    (value: T) => {
      latest.current++;
      setState({ key, value, failure: null });
    },
    [key],
  );

  useEffect(() => {
    reload();
    arrivals.addEventListener('arrived', reload);
    return () => {
      latest.current++;
      arrivals.removeEventListener('arrived', reload);
    };
  }, [reload]);

  const mine = state.key === key;
  return { value: mine ? state.value : null, failure: mine ? state.failure : null, reload, set };
}
