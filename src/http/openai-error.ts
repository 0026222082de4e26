import type { ErrorView } from '../contracts/problem.js';

/** An error as OpenAI's clients read it, and beside that as ours do. */
export interface CompletionError extends Pick<ErrorView, 'statusCode' | 'code' | 'message' | 'retryAfter'> {
  error: {
    message: string;
    type: string;
    /** As on our own side. */
    code: string;
    /** The field that is wrong, or the scope that a key lacks. */
    param: string | null;
  };
}

const TYPES: Record<number, string> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** What a code is about, where it is always the same field. */
const FIELDS: Record<string, string> = { empty_message: 'messages' };

/** Whether what asks for a path reads errors in OpenAI's form. */
export const isOpenAiPath = (url: string | undefined) => /^\/v1(?:[/?]|$)/.test(url ?? '');

export function openAiErrorOf(view: ErrorView): CompletionError {
  const { statusCode, code, message, retryAfter, scope, param } = view;
  const type = TYPES[statusCode] ?? (statusCode >= 500 ? 'server_error' : 'invalid_request_error');
  return {
    error: { message, type, code, param: param ?? scope ?? FIELDS[code] ?? null },
    ...{ statusCode, code, message },
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
