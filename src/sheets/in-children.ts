import { inChild } from '../children/child-module.js';

/* Of a whole novel these take long enough to be felt elsewhere. */
export const PARTS = inChild<typeof import('./parts.js')>(new URL('./parts.js', import.meta.url));
export const EXTRACTIVE_SHEET = inChild<typeof import('./extract/extractive-sheet.js')>(
  new URL('./extract/extractive-sheet.js', import.meta.url),
);
export const DESCRIBED_SHEET = inChild<typeof import('./described-sheet.js')>(
  new URL('./described-sheet.js', import.meta.url),
);
export const VERIFIED = inChild<typeof import('./verified.js')>(
  new URL('./verified.js', import.meta.url),
  120_000,
);
export const COPIED = inChild<typeof import('../text/locate/copied.js')>(
  new URL('../text/locate/copied.js', import.meta.url),
);
