import type { ServerResponse } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import { type ErrorView, Problem, type ProblemCode } from '../contracts/problem.js';
import { sourceMapped } from './source-mapped.js';
import { isOpenAiPath, openAiErrorOf } from './openai-error.js';

const logger = new Logger('Problem');
const TOO_LARGE = 'This is too large to be taken in: the limit is 100 MB for a file, 4 MB for a message.';
const AWAY = 'The database does not answer just now. What was acknowledged is kept; try again in a moment.';
const FULL =
  'The disk that the database lies on is full. Make room on it and try again; what was acknowledged is kept.';
/** What the database's client says of a connection that breaks. */
const CUT_OFF =
  /^(Connection terminated|Client has encountered a connection error|timeout expired|timeout exceeded when trying to connect|Query read timeout)/;
const UNFIT =
  'Something in this request is no value that can be stored: a number out of range, or a broken text.';

/** Any error as a person is told of it; what is unforeseen is logged, by its name and place, never its values. */
export function viewOf(error: unknown): ErrorView {
  if (error instanceof Problem) {
    const { statusCode, code, message, retryAfter, detail, conversations, twin, scope, param } = error;
    return {
      statusCode,
      code,
      message,
      ...(retryAfter !== undefined && { retryAfter }),
      ...(detail && { detail }),
      ...(conversations && { conversations }),
      ...(twin && { twin }),
      ...(scope && { scope }),
      ...(param && { param }),
    };
  }
  const status =
    error instanceof HttpException
      ? error.getStatus()
      : ((error as { status?: unknown } | null)?.status ?? 500);
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const codes: Record<number, ProblemCode> = {
      401: 'not_signed_in',
      404: 'not_found',
      409: 'conflict',
      413: 'file_too_large',
    };
    return {
      statusCode: status,
      code: codes[status] ?? 'bad_request',
      message: status === 413 ? TOO_LARGE : sentenceOf(error as Error),
    };
  }
  const ofDatabase = databaseProblemOf(error);
  if (ofDatabase) {
    logger.warn(describe(error));
    return viewOf(ofDatabase);
  }
  logger.error(describe(error));
  return {
    statusCode: 500,
    code: 'internal',
    message:
      'Something went wrong on the server. Nothing that was acknowledged is lost; the log of the server says more.',
  };
}

/** Whether a statement that failed may go well later: the database is away, busy, or has no room. */
export function mayPass(error: unknown): boolean {
  const problem = databaseProblemOf(error);
  return problem !== null && problem.code !== 'bad_request';
}

/** What the database says that a person can do something about. */
export function databaseProblemOf(error: unknown): Problem | null {
  const { code, severity, driverError, message } = (error ?? {}) as {
    code?: unknown;
    severity?: string;
    driverError?: { code?: string; message?: string };
    message?: string;
  };
  const sqlState = driverError?.code ?? (severity === undefined ? '' : String(code ?? ''));
  // A value that is refused (class 22: out of range, no character) came with the request.
  if (sqlState.startsWith('22')) return new Problem('bad_request', UNFIT);
  if (sqlState === '53100') return new Problem('disk_full', FULL);
  // Also: waited too long for a lock or an answer, or was in another's way (deadlock).
  // A code need not be a text: that of a DOMException is a number.
  const lost = /^(08|40|53|55P03|57|ECONN)/.test(sqlState) || String(code).startsWith('ECONN');
  return lost || CUT_OFF.test(driverError?.message ?? message ?? '')
    ? new Problem('database_away', AWAY)
    : null;
}

/** An error for the log: its kind and where it came from; what it says, where nobody else's words are in it. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return `unknown error of type ${typeof error}`;
  const { code } = error as { code?: unknown };
  const calls = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const place = sourceMapped(calls.slice(0, 6)).join('\n');
  const name = `${error.name}${code ? ` ${String(code)}` : ''}`;
  return `${name}${mayQuote(error, code) ? '' : `: ${error.message}`}\n${place}`;
}

/**
 * Whether an error may say words that it was given: a database's its values, a problem what a server answered, which
 * repeats what it was sent, JSON's the text that is none, and Node's own the argument that is wrong.
 */
function mayQuote(error: Error, code: unknown): boolean {
  return (
    error instanceof Problem ||
    error instanceof SyntaxError ||
    error.name === 'QueryFailedError' ||
    'severity' in error ||
    'status' in error ||
    String(code).startsWith('ERR_')
  );
}

function sentenceOf(error: Error): string {
  const response = error instanceof HttpException ? error.getResponse() : null;
  const message =
    response && typeof response === 'object' ? (response as { message?: unknown }).message : null;
  return Array.isArray(message) ? message.join('; ') : error.message;
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse>();
    if (response.headersSent) {
      response.end();
      return;
    }
    answerWith(response, error);
  }
}

/** Answers a request with what went wrong, in the form that its path promises. */
export function answerWith(response: ServerResponse, error: unknown): void {
  const view = viewOf(error);
  if (view.retryAfter !== undefined) response.setHeader('retry-after', String(Math.ceil(view.retryAfter)));
  // Closing while the client is still sending would take the answer from it; `slow-requests` closes later.
  if (!response.req.complete) response.shouldKeepAlive = true;
  response.statusCode = view.statusCode;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(isOpenAiPath(urlOf(response)) ? openAiErrorOf(view) : view));
}

/** As it came, whatever a router has made of it. */
function urlOf({ req }: ServerResponse): string | undefined {
  return (req as { originalUrl?: string }).originalUrl ?? req.url;
}
