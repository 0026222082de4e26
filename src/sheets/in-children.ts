import { inChild } from '../children/child-module.js';

/* Of a whole novel these take long enough to be felt elsewhere. */
export const SOURCE_PARTS = inChild<typeof import('./source-parts.js')>(
  new URL('./source-parts.js', import.meta.url),
);
export const EXTRACTIVE_SHEET = inChild<typeof import('./extract/extractive-sheet.js')>(
  new URL('./extract/extractive-sheet.js', import.meta.url),
);
export const DESCRIBED_SHEET = inChild<typeof import('./described-sheet.js')>(
  new URL('./described-sheet.js', import.meta.url),
);
export const CLAIM_VERIFICATION = inChild<typeof import('./claim-verification.js')>(
  new URL('./claim-verification.js', import.meta.url),
  120_000,
);
export const COPIED = inChild<typeof import('../text/locate/copied.js')>(
  new URL('../text/locate/copied.js', import.meta.url),
);
