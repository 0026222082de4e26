import { BACKUP_TABLES } from '../backup-tables.js';
import { LIBRARY_STEPS } from './library-steps.js';
import { SESSION_STEPS } from './session-steps.js';
import { here, keysOf, mine, out, taken, twins, type Step } from './steps.js';
import { STORY_STEPS } from './story-steps.js';

/**
 * What the rows of an archive have to be among each other, in the order in which it is seen to: parents before what
 * hangs on them. Rows of another owner are neither changed nor hung on, and whatever is here already stays as it is,
 * with all that belongs to it.
 */
export const STEPS: readonly Step[] = [
  ...BACKUP_TABLES.flatMap(({ name }) => keysOf(name).map((key) => out(name, 'conflict', twins(name, key)))),
  ...['sources', 'connections', 'characters', 'personas', 'sessions'].flatMap((table) => [
    here(table, mine(table, 't.id')),
    taken(table),
  ]),
  ...LIBRARY_STEPS,
  ...SESSION_STEPS,
  ...STORY_STEPS,
];
