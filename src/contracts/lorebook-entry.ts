import type { Lorebook } from './sheet.js';

/** An entry of a lorebook, and its place in it, from 1. */
export interface LoreEntryView {
  n: number;
  entry: Lorebook['entries'][number];
}

/** `GET /api/characters/:id/lorebook/entries` */
export interface LoreEntryList {
  items: LoreEntryView[];
  /** Of the whole book. */
  total: number;
  /** The `after` of the following page; absent on the last one. */
  next?: string;
}
