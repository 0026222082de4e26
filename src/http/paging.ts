import { z } from 'zod';

/**
 * `limit` and `before` of a list that runs from the newest back; `before` is the `next` of the page before. A filter that there is
 * not is refused: left out, it would list everything.
 */
export const pageSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  before: z.string().max(200).optional(),
});
export type PageQuery = z.infer<typeof pageSchema>;

/** A place in a list that is sorted by time and id, as text. */
export function cursorOf(at: Date, id: string): string {
  return `${at.toISOString()}_${id}`;
}

/** @returns null where the text is no cursor: the list then begins at its beginning */
export function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  const [at = '', id = ''] = (cursor ?? '').split('_');
  return z.iso.datetime().safeParse(at).success && z.uuid().safeParse(id).success ? { at, id } : null;
}

/** Cuts the row that was asked for beyond the limit, and says where the next page begins. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  cursor: (row: Row) => string,
  view: (row: Row) => Item,
): { items: Item[]; next?: string } {
  const items = rows.slice(0, limit);
  const last = items[items.length - 1];
  return { items: items.map(view), ...(rows.length > limit && last ? { next: cursor(last) } : {}) };
}
