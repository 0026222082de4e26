import { truncate } from '../../text/encoding/truncate.js';
import { withoutDecorators } from './decorators.js';
import type { Lorebook } from '../../contracts/sheet.js';

const LONGEST = 80;

/** What a person knows a lorebook entry by: its name, else its keys, else how it begins. */
export function titleOf(entry: Lorebook['entries'][number]): string {
  const comment = typeof entry['comment'] === 'string' ? entry['comment'] : '';
  const title = entry.name?.trim() || comment.trim() || entry.keys.slice(0, LONGEST).join(', ');
  return truncate(title || withoutDecorators(entry.content).trim(), LONGEST);
}
