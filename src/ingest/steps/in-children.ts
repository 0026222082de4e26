import { inChild } from '../../children/child-module.js';

export const READING = inChild<typeof import('./read-source.js')>(
  new URL('./read-source.js', import.meta.url),
);
export const FILES = inChild<typeof import('./extract-file.js')>(
  new URL('./extract-file.js', import.meta.url),
);
/** Sites are waited for, files are not. */
export const LINKS = inChild<typeof import('./extract-links.js')>(
  new URL('./extract-links.js', import.meta.url),
  120_000,
);
