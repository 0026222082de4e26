import { useSyncExternalStore } from 'react';
import { storedSetting, storeSetting } from './local-settings.js';

/** What can be chosen of the page's looks; the first of each is what is usual. `tokens.css` says what each means. */
export const APPEARANCE = {
  theme: ['system', 'light', 'dark'],
  accent: ['wax', 'indigo', 'moss', 'plum', 'umber'],
  textSize: ['medium', 'tiny', 'small', 'large', 'huge'],
  latinFont: ['serif', 'sans', 'system'],
  chineseFont: ['song', 'hei', 'kai'],
} as const;

export type Appearance = { [Name in keyof typeof APPEARANCE]: (typeof APPEARANCE)[Name][number] };
type Name = keyof Appearance;

declare global {
  /** From `public/appearance.js`, which has run before. What is usual is not named. */
  var showAppearance: (chosen: Partial<Record<Name, string | null>>) => void;
}

const listeners = new Set<() => void>();
let appearance = Object.fromEntries(
  Object.entries(APPEARANCE).map(([name, values]) => {
    const stored = storedSetting(name);
    return [name, (values as readonly string[]).find((value) => value === stored) ?? values[0]];
  }),
) as unknown as Appearance;

const unlessUsual = (name: Name, value: string) => (value === APPEARANCE[name][0] ? null : value);

function change<N extends Name>(name: N, value: Appearance[N]): void {
  appearance = { ...appearance, [name]: value };
  storeSetting(name, unlessUsual(name, value));
  showAppearance(
    Object.fromEntries(
      Object.entries(appearance).map(([name, value]) => [name, unlessUsual(name as Name, value)]),
    ),
  );
  for (const listener of listeners) listener();
}

/** How the page looks in this browser, and how to change it. */
export function useAppearance(): [Appearance, typeof change] {
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => appearance,
  );
  return [now, change];
}
