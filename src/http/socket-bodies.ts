import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { z, type ZodType } from 'zod';
import { Problem } from '../contracts/problem.js';
import { viewOf } from './problem.filter.js';

/** Answers the acknowledgement of a client's event when its handler throws: Nest alone would never call it. */
@Catch()
export class SocketProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const { code, message, retryAfter } = viewOf(error);
    const answer = host.getArgs<unknown[]>().find((argument) => typeof argument === 'function') as
      ((body: object) => void) | undefined;
    answer?.({ ok: false, code, message, ...(retryAfter !== undefined && { retryAfter }) });
  }
}

/**
 * The body of a client's event.
 * @throws Problem bad_request that names what is wrong
 */
export function readBody<T>(schema: ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new Problem('bad_request', z.prettifyError(parsed.error));
  return parsed.data;
}
