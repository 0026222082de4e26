import { z } from 'zod';
import { CHARACTER_SORTS, type CharacterSort } from '../../contracts/character.js';
import { cursorOf, pageSchema, readCursor } from '../../http/paging.js';
import { storable } from '../../text/encoding/storable.js';
import { formsOf } from '../../text/search/han-forms.js';
import type { CharacterRow, LibraryFilter, LibraryCursor } from './library.repository.js';
import { compatible } from '../../text/encoding/normalized.js';

/** More words than these narrow nothing further. */
const MOST_WORDS = 8;
const text = (most: number) => z.string().max(most).transform(storable);

/** The query of a list of characters (`CharacterQuery`). */
export const librarySchema = pageSchema.extend({
  /** A name of 200 characters in it may be long. */
  before: z.string().max(2000).optional(),
  q: text(200).default(''),
  sort: z.enum(CHARACTER_SORTS).default('recent'),
  tag: z
    .union([text(60), z.array(text(60)).max(20)])
    .default([])
    .transform((tag) => [tag].flat()),
  favourite: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
  folder: text(100).optional(),
});
export type LibraryQuery = z.infer<typeof librarySchema>;

export function filterOf({ q, tag, favourite, folder }: LibraryQuery): LibraryFilter {
  return {
    ...wordsOf(q, tag),
    tags: tag,
    favourite: favourite ?? null,
    folder: folder?.trim() ?? null,
  };
}

/** Words that are written in one way only are looked for as they are, which takes a quarter of the time. */
function wordsOf(q: string, tags: readonly string[]): Pick<LibraryFilter, 'likes' | 'expressions'> {
  const isPlain = (word: string) => [...word].every((char) => formsOf(char) === char);
  const words = searched(q);
  return {
    // Tags are words of what is searched, too.
    likes: [...words.filter(isPlain), ...tags.map(compatible)].map(
      (word) => `%${word.toLowerCase().replace(/[\\%_]/g, String.raw`\$&`)}%`,
    ),
    expressions: words.filter((word) => !isPlain(word)).map(expressionOf),
  };
}

/** The words of a search as PostgreSQL's expressions, each to be found in a text in lower case. */
export function wordExpressions(q: string): string[] {
  return searched(q).map(expressionOf);
}

const searched = (q: string) => compatible(q).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);

/** A word as PostgreSQL's expression for it in either Chinese script; what is found is in lower case. */
function expressionOf(word: string): string {
  return [...word.toLowerCase()]
    .map((char) => {
      const forms = formsOf(char);
      if (forms !== char) return `[${forms}]`;
      return /[\p{L}\p{N}\p{M}]/u.test(char) ? char : `\\${char}`;
    })
    .join('');
}

export function libraryCursor(
  sort: CharacterSort,
  { name, createdAt, lastTalkAt, id }: CharacterRow,
): string {
  if (sort === 'name') return Buffer.from(JSON.stringify([name, id])).toString('base64url');
  const isTalked = sort === 'recent' && lastTalkAt !== null && lastTalkAt > createdAt;
  return cursorOf(isTalked ? lastTalkAt : createdAt, id);
}

/** @returns null where the text is no cursor of this sort: the list then begins at its beginning */
export function readLibraryCursor(sort: CharacterSort, cursor: string | undefined): LibraryCursor | null {
  if (sort !== 'name') return readCursor(cursor);
  try {
    const [at, id] = namePlace.parse(JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString()));
    return { at, id };
  } catch {
    return null;
  }
}
const namePlace = z.tuple([z.string().transform(storable), z.uuid()]);
