import { inThread } from '../threads/thread-module.js';

export const READING = inThread<typeof import('../text/reading.js')>(
  new URL('../text/reading.js', import.meta.url),
);
export const FILES = inThread<typeof import('./take-file.js')>(new URL('./take-file.js', import.meta.url));
/** Sites are waited for, files are not. */
export const LINKS = inThread<typeof import('./take-links.js')>(
  new URL('./take-links.js', import.meta.url),
  120_000,
);
