import { useSyncExternalStore } from 'react';

/** Whether this browser is signed in, as the last answers tell. */
export type SignedIn = 'unknown' | 'yes' | 'no';

let state: SignedIn = 'unknown';
const listeners = new Set<() => void>();

export function setSignedIn(next: SignedIn): void {
  if (next === state) return;
  state = next;
  for (const changed of listeners) changed();
}

export function signedIn(): SignedIn {
  return state;
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

export function useSignedIn(): SignedIn {
  return useSyncExternalStore(subscribe, signedIn);
}
