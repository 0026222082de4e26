import { partsOf } from '../../../text/speakers/en/names/titles.js';
import type { Quotation } from '../../../text/types.js';

/** In so many clauses about somebody, what a pronoun or a line tells once may be another's. */
export const MANY = 150;

/** So near to a line stands who says it, in UTF-16 units. */
const NEAR = 60;

/** Whether what goes on from there is said in words that the line repeats as another's. */
export function isInner(before: string): boolean {
  const count = (mark: RegExp) => before.match(mark)?.length ?? 0;
  return count(/(?<![\p{L}\p{N}])['‘『](?=\p{L})/gu) > count(/(?<=[\p{L}\p{P}])(?<!['‘『])['’』](?!\p{L})/gu);
}

/** Whether the text names who says a line, right before or behind it. */
export function isTagged(text: string, { start, end, speaker }: Quotation): boolean {
  const names = partsOf(speaker ?? '').words;
  const [before] = text
    .slice(Math.max(0, start - NEAR), start)
    .split(/\n\s*\n/)
    .slice(-1);
  const [behind] = text.slice(end, end + NEAR).split(/\n\s*\n/);
  return names.some((name) => before!.includes(name) || behind!.includes(name));
}
