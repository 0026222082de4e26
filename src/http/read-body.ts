import { core, prettifyError, type z } from 'zod';
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
  const issues = read.error.issues.flatMap(told);
  const param = fieldOf(issues[0]);
  throw new Problem('bad_request', truncate(prettifyError({ issues }), 2000), param ? { param } : {});
}

/** The field that an issue is about: one that there is not is named, too. */
function fieldOf(issue: z.core.$ZodIssue | undefined): string {
  if (!issue) return '';
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return truncate(core.toDotPath([...issue.path, ...unknown]), 200);
}

/** Of what fits no part of a union, what is wrong beside the part that it fits best: the one that goes deepest. */
function told(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const parts = issue.errors.filter(
    ([first]) => first && !(first.code === 'invalid_type' && first.path.length === 0),
  );
  if (parts.length !== 1) return [issue];
  return parts[0]!.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })).flatMap(told);
}
