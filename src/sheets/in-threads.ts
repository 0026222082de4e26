import { inThread } from '../threads/thread-module.js';

/* Of a whole novel these take long enough to be felt elsewhere. */
export const PARTS = inThread<typeof import('./parts.js')>(new URL('./parts.js', import.meta.url));
export const EXTRACTIVE_SHEET = inThread<typeof import('./extractive-sheet.js')>(
  new URL('./extractive-sheet.js', import.meta.url),
);
export const VERIFIED = inThread<typeof import('./verified.js')>(
  new URL('./verified.js', import.meta.url),
  120_000,
);
export const COPIED = inThread<typeof import('../text/copied.js')>(
  new URL('../text/copied.js', import.meta.url),
);
