import { inChild } from '../children/child-module.js';

export const READING = inChild<typeof import('../text/reading.js')>(
  new URL('../text/reading.js', import.meta.url),
);
export const FILES = inChild<typeof import('./take-file.js')>(new URL('./take-file.js', import.meta.url));
/** Sites are waited for, files are not. */
export const LINKS = inChild<typeof import('./take-links.js')>(
  new URL('./take-links.js', import.meta.url),
  120_000,
);
