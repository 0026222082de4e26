import type { z } from 'zod';
import { prettifyError } from 'zod';
import { Problem } from '../contracts/problem.js';
import { truncate } from '../text/encoding/truncate.js';

/** Has a schema stop at the first wrong value: to name the hundred thousand that a body may hold would take seconds. */
export const FIRST_WRONG = { abortEarly: true } as z.core.ParseContext<z.core.$ZodIssue>;

/**
 * The body of a request or of a socket's event.
 * @throws Problem bad_request that names the first thing that is wrong
 */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const read = schema.safeParse(body, FIRST_WRONG);
  if (read.success) return read.data;
  throw new Problem('bad_request', truncate(prettifyError(read.error), 2000));
}
