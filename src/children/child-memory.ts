const MB = 1024 * 1024;
/** What the server itself takes while it serves and keeps what was read. */
const SERVER = 368 * MB;
const POSTGRES = 160 * MB;
/** A novel of a million characters is read in less. */
const LEAST = 240 * MB;
/** Whoever needs more is no book; a novel of twenty million characters takes less. */
const MOST = 1536 * MB;

export interface ChildMemory {
  /** How many children may run at once. */
  children: number;
  /** Bytes that each of them may take. */
  each: number;
}

/**
 * How the memory that there is is shared out.
 * @param memory bytes that Keepsake and its children may take
 * @param withPostgres the database runs within them, too
 */
export function childMemory(memory: number, withPostgres: boolean): ChildMemory {
  const left = Math.max(LEAST, memory - SERVER - (withPostgres ? POSTGRES : 0));
  const children = left >= 2 * MOST ? 2 : 1;
  return { children, each: Math.min(MOST, left) };
}

/** Bytes below which the machine may run out of memory while a text is read. */
export function leastMemory(withPostgres: boolean): number {
  return SERVER + LEAST + (withPostgres ? POSTGRES : 0);
}
