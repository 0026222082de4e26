import type { ErrorView } from '../../../src/contracts/problem.js';
import { Failure } from './failure.js';
import { setSignedIn } from './signed-in.js';

/**
 * Asks the server over HTTP.
 * @param body JSON, or a form with files
 * @throws `Failure`, and nothing else
 */
export async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const form = body instanceof FormData;
  const answer = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      // What a file that was taken in lacks is told in the language that the client speaks.
      'accept-language': document.documentElement.lang,
      ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : form ? body : JSON.stringify(body),
  }).catch((cause: unknown) => {
    throw new Failure('offline', String(cause));
  });
  if (answer.ok) {
    if (path !== '/api/sign-out') setSignedIn('yes');
    return (answer.status === 204 ? undefined : await readable(answer)) as T;
  }
  const error = (await readable(answer).catch(() => ({}))) as Partial<ErrorView>;
  const isOut = answer.status === 401 || error.code === 'sign_in_throttled';
  if (isOut && path !== '/api/sign-in') setSignedIn('no');
  throw new Failure(
    error.code ?? 'unreadable',
    error.message ?? `${answer.status} ${answer.statusText}`,
    error.conversations,
    error.twin,
  );
}

async function readable(answer: Response): Promise<unknown> {
  return answer.json().catch(() => {
    throw new Failure('unreadable', `${answer.status} ${answer.statusText}`);
  });
}
