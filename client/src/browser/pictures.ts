import { useSyncExternalStore } from 'react';
import { storedSetting, storeSetting } from './local-settings.js';

const listeners = new Set<() => void>();
let shown = storedSetting('pictures') === 'shown';

/** Whether pictures that messages name are shown; off unless somebody turned it on in this browser. */
export function usePictures(): [boolean, (shown: boolean) => void] {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  return [
    now,
    (next) => {
      shown = next;
      storeSetting('pictures', next ? 'shown' : null);
      for (const listener of listeners) listener();
    },
  ];
}
