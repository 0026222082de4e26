import { useSyncExternalStore } from 'react';
import { storedSetting, storeSetting } from './local-settings.js';

export type Theme = 'system' | 'light' | 'dark';

const listeners = new Set<() => void>();
let theme = chosen();

function chosen(): Theme {
  const theme = storedSetting('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function show(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** To be called before the first paint. */
export function startTheme(): void {
  show();
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
  return [
    now,
    (next) => {
      theme = next;
      storeSetting('theme', next === 'system' ? null : next);
      show();
      for (const listener of listeners) listener();
    },
  ];
}
