import { SCOPES } from '../contracts/api-key.js';
import { PROBLEMS } from '../contracts/problem.js';
import { isOpenAiPath } from '../http/openai-error.js';
import { object, type Schema, typed } from './schemas.js';

/** What is refused in the same way everywhere, by status. */
const KINDS: Record<string, { name: string; description: string; code: string; message: string }> = {
  400: {
    name: 'BadRequest',
    description: 'Something in the request is wrong; the message names it',
    code: 'bad_request',
    message: '✖ Unrecognized key: "nam"',
  },
  401: {
    name: 'NotSignedIn',
    description: 'No token, or one that is not good any longer',
    code: 'not_signed_in',
    message: 'Sign in with the link that Keepsake printed when it started, or send the owner token.',
  },
  403: {
    name: 'NotAllowed',
    description: 'The API key lacks the scope that the code names, or no key opens this',
    code: 'scope_missing',
    message: 'This API key lacks the scope characters:write. Make one that has it.',
  },
  404: {
    name: 'NotFound',
    description: 'It is not there, or it is not yours',
    code: 'not_found',
    message: 'There is no such character, or it is not yours.',
  },
  429: {
    name: 'TooMuch',
    description: 'More than the API key may take, or too much at once; `Retry-After` says when to try again',
    code: 'rate_limited',
    message: 'This API key may take 60 requests a minute. Try again in 12 seconds.',
  },
  default: {
    name: 'Refused',
    description: 'What is wrong, and what to do about it',
    code: 'internal',
    message: 'Something went wrong on the server.',
  },
};

const code = { type: 'string', enum: Object.keys(PROBLEMS) };
const message = { type: 'string', description: 'For a person: what to do about it' };
const scope = {
  type: 'string',
  enum: [...SCOPES],
  description: 'Of `scope_missing`: the one that is wanted',
};
const errorView = object({ statusCode: { type: 'integer' }, code, message });

const schemas: Record<string, Schema> = {
  ErrorView: {
    ...errorView,
    properties: {
      ...(errorView['properties'] as object),
      scope,
      param: { type: 'string', description: 'Of `bad_request`: the field that is wrong' },
      retryAfter: { type: 'number', description: 'Seconds after which it may go well' },
      detail: { type: 'string', description: 'What the server of a model said, in its own words' },
      conversations: { type: 'array', items: typed('ConversationChoice') },
      twin: typed('CharacterTwin'),
    },
  },
  CompletionError: object({
    error: object({ message, type: { type: 'string' }, code, param: { type: 'string', nullable: true } }),
    statusCode: { type: 'integer' },
    code,
    message,
  }),
};

const responses = Object.fromEntries(
  Object.entries(KINDS).flatMap(([status, { name, description, code, message }]) => {
    const statusCode = Number(status) || 500;
    const own = {
      schema: typed('ErrorView'),
      example: { statusCode, code, message, ...(code === 'scope_missing' && { scope: 'characters:write' }) },
    };
    const openAi = {
      schema: typed('CompletionError'),
      example: {
        error: { message, type: 'invalid_request_error', code, param: null },
        ...{ statusCode, code, message },
      },
    };
    const headers = status === '429' && {
      headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
    };
    return [
      [name, { description, ...headers, content: { 'application/json': own } }],
      [`Completion${name}`, { description, ...headers, content: { 'application/json': openAi } }],
    ];
  }),
);

/** The parts of the document that refusals refer to. */
export const REFUSALS = { schemas, responses };

/** How a route refuses. */
export function refusals(path: string, isPublic: boolean): Record<string, { $ref: string }> {
  const statuses = [
    '400',
    ...(isPublic ? [] : ['401', '403']),
    ...(path.includes('{') ? ['404'] : []),
    '429',
    'default',
  ];
  const prefix = isOpenAiPath(path) ? 'Completion' : '';
  return Object.fromEntries(
    statuses.map((status) => [status, { $ref: `#/components/responses/${prefix}${KINDS[status]!.name}` }]),
  );
}
