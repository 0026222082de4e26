import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
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
