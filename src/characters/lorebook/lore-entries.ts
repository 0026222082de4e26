import { Problem } from '../../contracts/problem.js';
import type { Lorebook, Sheet } from '../../contracts/sheet.js';

export type LoreEntry = Lorebook['entries'][number];

const missing = (n: number) => new Problem('not_found', `This lorebook has no entry ${n}.`);

/** The entry at a place, from 1. @throws Problem not_found */
export function entryAt({ lorebook }: Sheet, n: number): LoreEntry {
  const entry = lorebook?.entries[n - 1];
  if (!entry) throw missing(n);
  return entry;
}

/** A sheet with more entries behind those that there are; a book that is begun so has its entries told by their keys. */
export function withEntries(sheet: Sheet, entries: readonly LoreEntry[]): Sheet {
  const { lorebook, lorebookByKeys } = sheet;
  return {
    ...sheet,
    lorebook: { ...lorebook, entries: [...(lorebook?.entries ?? []), ...entries] },
    lorebookByKeys: lorebook ? lorebookByKeys : true,
  };
}

/**
 * A sheet with another entry at a place, or without the one that is there.
 * @param change null: it goes
 * @throws Problem not_found
 */
export function withEntryChanged(sheet: Sheet, n: number, change: Partial<LoreEntry> | null): Sheet {
  const entry = entryAt(sheet, n);
  const changed = change ? [{ ...entry, ...change }] : [];
  const entries = sheet.lorebook!.entries.toSpliced(n - 1, 1, ...changed);
  return { ...sheet, lorebook: { ...sheet.lorebook, entries } };
}
