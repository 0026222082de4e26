const MB = 1024 * 1024;
/** What the server itself takes while it serves and keeps what was read. */
const SERVER = 320 * MB;
const POSTGRES = 160 * MB;
/** Less reads no novel of a million characters. */
const LEAST = 224 * MB;
/** Whoever needs more is no book; a novel of twenty million characters takes less. */
const MOST = 1536 * MB;

/** With less, long texts and large files may not be read: Keepsake warns as it starts. */
export const LEAST_MEMORY = 768 * MB;

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
