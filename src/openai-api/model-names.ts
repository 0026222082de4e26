import { z } from 'zod';
import { truncate } from '../text/encoding/truncate.js';
import { compatible } from '../text/encoding/normalized.js';

/** UTF-16 units of a name that a model's name shows. */
const LONGEST = 40;

/**
 * The name of a character as a model: readable, nobody else's, and good for ever, since only its end is looked at: the
 * first eight digits of the character's id.
 */
export function modelName({ id, name }: { id: string; name: string }): string {
  const readable = compatible(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  return `${truncate(readable, LONGEST) || 'character'}-${id.slice(0, 8)}`;
}

/**
 * The ids that a model's name may mean, from the first to the last; null for what is none.
 * @param model as a client sends it: a name as above, however it begins, or an id
 */
export function idsOfModel(model: string): { from: string; to: string } | null {
  if (z.uuid().safeParse(model).success) return { from: model, to: model };
  const digits = /(?:^|-)([0-9a-f]{8})$/i.exec(model)?.[1]?.toLowerCase();
  if (!digits) return null;
  return { from: `${digits}-0000-0000-0000-000000000000`, to: `${digits}-ffff-ffff-ffff-ffffffffffff` };
}
