import { Problem } from '../contracts/problem.js';

/** What the child's watch is told. */
export interface Watched {
  /** Bytes. */
  most: number;
  /** The number of the process that the child belongs to. */
  server: number;
}

/** What the child's watch says on the way out. */
export const TOO_MUCH = 'Keepsake: too much memory\n';

/** What V8 says before it ends a process, and what our watch does. */
const SAYS_TOO_MUCH = /heap out of memory|Keepsake: too much memory|Array buffer allocation failed/;

export const saysTooMuch = (output: string): boolean => SAYS_TOO_MUCH.test(output);

export const tooMuch = (): Problem =>
  new Problem(
    'file_too_heavy',
    'Reading this takes more memory or time than this server has for it. Upload it in parts, or as plain text.',
  );

/** Whether V8 gave up because there is too much of something: too deep for a call, too long for a string. */
export const isTooMuch = (error: unknown): boolean =>
  error instanceof RangeError && /call stack|Invalid \w+ ?\w* length|allocation failed/.test(error.message);

/** The process that read something ended before it had an answer, and nobody here ended it. */
export class ChildEnded extends Problem {
  constructor() {
    super('reading_failed', 'Reading this ended the process that read it. The file may be damaged.');
  }
}
