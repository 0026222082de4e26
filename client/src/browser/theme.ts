import { useState } from 'react';
import { storedSetting, storeSetting } from './local-settings.js';

export type Theme = 'system' | 'light' | 'dark';

function chosen(): Theme {
  const theme = storedSetting('theme');
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** To be called before the first paint. */
export function startTheme(): void {
  show(chosen());
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(chosen);
  return [
    theme,
    (next) => {
      storeSetting('theme', next === 'system' ? null : next);
      show(next);
      setTheme(next);
    },
  ];
}
