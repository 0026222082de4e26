import { GrammyError, HttpError } from 'grammy/web';
import { PlatformRefusal } from '../running/platform.js';

const SLOW_MS = 5000;
/** Nothing was sent yet when these came. */
const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** By what Telegram says of a request that it does not carry out (400). */
const MEANINGS: readonly [RegExp, string][] = [
  [/message can't be edited|message to edit not found|message_id_invalid/i, 'gone'],
  [/message is too long|message_too_long/i, 'too_long'],
  [
    /chat not found|thread not found|topic_(?:closed|deleted)|not enough rights|have no rights|chat_\w+_forbidden|chat_restricted|peer_id_invalid/i,
    'not_allowed',
  ],
];

/** What an error of grammY means; what says nothing of what became of the request comes back as it is. */
export function meaningOf(error: unknown): unknown {
  if (error instanceof HttpError) {
    const { code = '' } = (error.error ?? {}) as { code?: string };
    return NEVER_CONNECTED.has(code) ? new PlatformRefusal('unreachable', code, SLOW_MS) : error;
  }
  if (!(error instanceof GrammyError)) return error;
  const { error_code: status, description, parameters } = error;
  switch (status) {
    case 400: {
      const meaning = MEANINGS.find(([said]) => said.test(description));
      return new PlatformRefusal(meaning?.[1] ?? 'refused', description);
    }
    // It says "not found" of a token that it never gave out.
    case 401:
    case 404:
      return new PlatformRefusal('unauthorized', description);
    case 403:
      return new PlatformRefusal('not_allowed', description);
    case 409:
      return new PlatformRefusal(/webhook/i.test(description) ? 'webhook_set' : 'other_poller', description);
    case 429:
      return new PlatformRefusal(
        'rate_limited',
        description,
        (parameters.retry_after ?? 0) * 1000 || SLOW_MS,
      );
    default:
      return error;
  }
}

/** Whether it is there already as it was to be. */
export const isUnchanged = (error: unknown) =>
  error instanceof GrammyError && /message is not modified/i.test(error.description);

/** Whether what is wrong is the formatting alone. */
export const isAboutEntities = (error: unknown) =>
  error instanceof GrammyError && error.error_code === 400 && /entit/i.test(error.description);

/** Where a group went that became a supergroup; null: it is where it was. */
export const movedTo = (error: unknown) =>
  (error instanceof GrammyError && error.parameters.migrate_to_chat_id) || null;
