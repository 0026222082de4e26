import { useCallback } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';
import {
  CHARACTER_SORTS,
  type CharacterQuery,
  type CharacterSort,
} from '../../../../../src/contracts/character.js';
import { goInstead, to } from '../../../browser/route.js';

/** What the library is narrowed to, as it stands in its address: `#/?q=cat&tag=quiet&folder=Novels`. */
export interface LibraryFilter {
  q: string;
  sort: CharacterSort;
  tags: string[];
  favourite: boolean;
  /** Null: in whichever folder. */
  folder: string | null;
}

/** Leaves nobody out, however they are sorted. */
export const ALL: Omit<LibraryFilter, 'sort'> = { q: '', tags: [], favourite: false, folder: null };

/** @param path of the router, with its query */
export function filterOf(path: string): LibraryFilter {
  const asked = new URLSearchParams(/\?(.*)/.exec(path)?.[1]);
  return {
    q: asked.get('q') ?? '',
    sort: CHARACTER_SORTS.find((sort) => sort === asked.get('sort')) ?? 'recent',
    tags: asked.getAll('tag'),
    favourite: asked.has('favourite'),
    folder: asked.get('folder'),
  };
}

/** The address of the library, narrowed. */
export function addressOf({ q, sort, tags, favourite, folder }: LibraryFilter): string {
  const asked = new URLSearchParams(tags.map((tag) => ['tag', tag]));
  if (q) asked.set('q', q);
  if (sort !== 'recent') asked.set('sort', sort);
  if (favourite) asked.set('favourite', '');
  if (folder !== null) asked.set('folder', folder);
  return asked.size ? `${to.library}?${asked}` : to.library;
}

/** Whether it leaves anybody out. */
export function isNarrowed({ q, tags, favourite, folder }: LibraryFilter): boolean {
  return q.trim() !== '' || tags.length > 0 || favourite || folder !== null;
}

/** What the server is asked for. */
export function queryOf({ q, sort, tags, favourite, folder }: LibraryFilter): CharacterQuery {
  return {
    sort,
    ...(q.trim() && { q: q.trim() }),
    ...(tags.length && { tag: tags }),
    ...(favourite && { favourite }),
    ...(folder !== null && { folder }),
  };
}

/** The filter of this page's address, and how to change it; each change takes the address's place. */
export function useLibraryFilter(): [LibraryFilter, (part: Partial<LibraryFilter>) => void] {
  const [path] = useHashLocation();
  const change = useCallback((part: Partial<LibraryFilter>) => {
    goInstead(addressOf({ ...filterOf(location.hash), ...part }));
  }, []);
  return [filterOf(path), change];
}
