import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { Problem, type ProblemCode } from '../../../contracts/problem.js';
import { refusedWindow } from './refused-window.js';
import { truncate } from '../../../text/encoding/truncate.js';

/** What a server says no with, whatever form it gives it. */
export interface Refusal {
  status: number;
  message: string;
  code: string;
  type: string;
  /** Tokens that it says it takes, where it is about too many. */
  window?: number;
}

/** Whom the sentences are about. */
export interface RequestTarget {
  /** The server's address, without user name and password. */
  server: string;
  model: string;
  key: string | undefined;
  /** What is sent beside it and may be a secret, too: no sentence repeats either. */
  headers?: readonly string[];
}

/** A problem that the server's own refusal is. */
export class ServerRefusal extends Problem {
  constructor(
    code: ProblemCode,
    message: string,
    readonly serverStatus: number,
    detail?: string,
    /** Of `model_context_too_long`: tokens that the server says it takes. */
    readonly window?: number,
  ) {
    super(code, message, detail ? { detail } : undefined);
  }
}

/** How OpenAI, vLLM, llama.cpp, LM Studio, Ollama, Moonshot, DeepSeek, OpenRouter and others say "too long". */
const TOO_LONG = new RegExp(
  [
    'context_length_exceeded',
    'exceed_context_size',
    'context_exceeded',
    'maximum context length',
    'max context length',
    'maximum model length',
    'maximum prompt length is',
    'context[ _](?:length|size|window) (?:is )?exceeded',
    'exceed(?:s|ed)? the (?:available |configured )?(?:context|model context)',
    'exceed(?:s|ed)? (?:the )?(?:model )?context (?:size|length|window|limit)',
    'exceed(?:s|ed)? model token limit',
    'context window exceeds limit',
    'greater than the context length',
    'loaded with context length of only',
    'prompt (?:is )?too long',
    'prompt exceeds max length',
    'input is too long',
    'input tokens exceed',
    'input token count',
    'prompt token count of',
    'reduce the length of',
    'range of input length should be',
    'too large to process',
    'must have less than \\d+ tokens',
  ].join('|'),
  'i',
);
/** How OpenAI, DeepSeek, llama.cpp, vLLM, OpenRouter, Mistral, Moonshot and others say that a model takes no pictures. */
const CANNOT_SEE =
  /image[_ ]url|image[_ ](?:input|content)s?\b|support(?:s|ed|ing)?\b[^\n]{0,40}\b(?:images?|vision|multi-?modal)|(?:images?|vision|multi-?modal)\b[^\n]{0,60}\bnot (?:supported|available|enabled|allowed)|not a multimodal model|mmproj|不支持(?:图片|图像|视觉)/i;
/** What is wrong with one picture is not wrong with all. */
const OF_THIS_PICTURE =
  /too (?:many|large|big|small)|at most|exceed|maximum|decode|base64|download|fetch|corrupt/i;
const UNKNOWN_MODEL = /model_not_found|model_not_exist|not a valid model|invalid model|no such model/i;
const MISSING_MODEL = /\bmodels?\b[^\n]{0,200}(?:not found|not exist|does not exist|not available)/i;
/** How OpenAI, DeepSeek, OpenRouter, Moonshot, Anthropic, Zhipu, DashScope and others say that nothing is left to spend. */
const NO_CREDIT =
  /insufficient[_ ](?:account[_ ])?(?:quota|balance|credits?|funds)|exceeded_current_quota|(?:credit|account|your) balance is (?:too low|insufficient|not enough)|billing_hard_limit|arrearage|account_?overdue|payment required|余额不足|欠费/i;

/** Reads a refusal from an answer's text: OpenAI's form, vLLM's and FastAPI's bare ones, or no JSON at all. */
export function refusalOf(status: number, text: string): Refusal {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return windowed({ status, message: text.startsWith('<') ? '' : text, code: '', type: '' });
  }
  const outer = isObject(body) ? body : {};
  const inner = isObject(outer['error']) ? outer['error'] : outer;
  const message = inner['message'] ?? outer['error'] ?? inner['detail'] ?? body;
  const word = (value: unknown) =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return windowed(
    {
      status,
      message: truncate(typeof message === 'string' ? message : JSON.stringify(message), 4000),
      code: word(inner['code']),
      type: word(inner['type']),
    },
    inner,
  );
}

function windowed(refusal: Refusal, fields?: Record<string, unknown>): Refusal {
  const { status, code, type, message } = refusal;
  const window = isTooLong(status, `${code} ${type} ${message}`) ? refusedWindow(message, fields) : undefined;
  return window === undefined ? refusal : { ...refusal, window };
}

/** Whether the same request would be refused again, whatever its status says. */
export function isPermanent(refusal: Refusal): boolean {
  const all = `${refusal.code} ${refusal.type} ${refusal.message}`;
  return (
    refusal.code === 'timeout' ||
    NO_CREDIT.test(all) ||
    cannotSee(refusal.status, all) ||
    isTooLong(refusal.status, all)
  );
}

/** The problem that a refusal is, in a sentence that says what to look at. */
export function problemOfRefusal(refusal: Refusal, place: RequestTarget): ServerRefusal {
  const { status } = refusal;
  const all = `${refusal.code} ${refusal.type} ${refusal.message}`;
  const detail = ownWords(refusal.message, place);
  const quoted = detail ? `: "${detail}".` : '.';
  const refused = (code: ProblemCode, sentence: string) =>
    new ServerRefusal(code, sentence, status, detail, refusal.window);

  if (isTooLong(status, all))
    return refused(
      'model_context_too_long',
      `The request is longer than ${place.model} takes${quoted} Set the window of this connection (MODEL_CONTEXT_WINDOW) to what the server really has, or give the server a larger one.`,
    );
  if (cannotSee(status, all))
    return refused(
      'model_cannot_see',
      `${place.model} takes no pictures${quoted} From now on it is told their names instead. If it does see, say so in the settings of this connection.`,
    );
  if (status === 402 || NO_CREDIT.test(all))
    return refused(
      'model_no_credit',
      `The account at ${place.server} has no credit or quota left. Top it up, or use another key (OPENAI_API_KEY) or connection.`,
    );
  if (status === 404 || UNKNOWN_MODEL.test(all) || (status === 400 && MISSING_MODEL.test(all)))
    return refused(
      'model_unknown',
      `${place.server} does not know the model "${place.model}"${quoted} Check the model of this connection (MODEL), and that its address (OPENAI_BASE_URL) ends where the server's API begins (often /v1).`,
    );
  if (status === 401 || (status === 403 && !/moderation|flagged/i.test(all)))
    return refused(
      'model_key_refused',
      place.key
        ? `${place.server} refused the key (${status}). Check the key of this connection (OPENAI_API_KEY), that it belongs to its address (OPENAI_BASE_URL), and that it may use ${place.model || 'the model'}.`
        : `${place.server} asks for a key (${status}). Enter one for this connection (OPENAI_API_KEY).`,
    );
  if (status === 429)
    return refused(
      'model_rate_limited',
      `${place.server} takes no more requests for now${quoted} Wait a little and try again.`,
    );
  if (status === 502 || status === 503 || status === 504)
    return refused(
      'model_unreachable',
      `The model server at ${place.server} is not ready or did not answer in time (${status})${quoted} It may still be loading: try again, and look at the server itself.`,
    );
  return refused(
    'model_failed',
    status >= 500
      ? `The model server at ${place.server} failed (${status})${quoted} Try again; its own log tells more.`
      : `The model server at ${place.server} refused the request (${status})${quoted} Check the address and the model of this connection (OPENAI_BASE_URL, MODEL).`,
  );
}

/** The problem that an error of the client or of a broken stream is. */
export function problemOf(error: unknown, place: RequestTarget): Problem {
  if (error instanceof Problem) return error;
  const refusal = refusalOfError(error);
  if (refusal) return problemOfRefusal(refusal, place);
  if (error instanceof APIConnectionTimeoutError)
    return new Problem(
      'model_unreachable',
      `The model server at ${place.server} did not answer in time. Check that it runs, and the address of this connection (OPENAI_BASE_URL).`,
      { cause: error },
    );
  if (error instanceof APIConnectionError) return unreachable(error, place);
  return new Problem(
    'model_failed',
    `The connection to the model server at ${place.server} broke off before the reply was complete${reason(error)}. Try again.`,
    { cause: error },
  );
}

export function unreachable(error: unknown, place: RequestTarget): Problem {
  return new Problem(
    'model_unreachable',
    `There is no reaching the model server at ${place.server}${reason(error)}. Check that it runs, and the address of this connection (OPENAI_BASE_URL).`,
    { cause: error },
  );
}

/** The problem in a completion, or in one event of it, that carries an error after all. */
export function problemOfReported(event: object, error: unknown, place: RequestTarget): ServerRefusal {
  const { code, type } = error as { code?: unknown; type?: unknown };
  const { status } = event as { status?: unknown };
  const stated = [status, code].find((value) => typeof value === 'number' && value >= 400);
  const limited = code === 'rate_limit_exceeded' || type === 'rate_limit_error';
  const number = typeof stated === 'number' ? stated : limited ? 429 : 500;
  return problemOfRefusal(refusalOf(number, JSON.stringify({ error })), place);
}

/** What came is something else than this API sends. */
export function notACompletion(place: RequestTarget): Problem {
  return new Problem(
    'model_failed',
    `The model server at ${place.server} sent something that is no chat completion. Check that the address of this connection (OPENAI_BASE_URL) is an OpenAI-compatible API: it often ends in /v1.`,
  );
}

/** What the server said, where it was the server that said no. */
export function refusalOfError(error: unknown): Refusal | undefined {
  if (!(error instanceof APIError) || error.status === undefined) return undefined;
  const refusal = (error.error ?? {}) as Partial<Refusal>;
  return {
    status: error.status,
    message: refusal.message ?? '',
    code: refusal.code ?? '',
    type: refusal.type ?? '',
    ...(refusal.window && { window: refusal.window }),
  };
}

function isTooLong(status: number, message: string): boolean {
  return status === 413 || (status !== 429 && status !== 401 && status !== 403 && TOO_LONG.test(message));
}

function cannotSee(status: number, message: string): boolean {
  return (
    ![401, 402, 403, 413, 429].includes(status) && CANNOT_SEE.test(message) && !OF_THIS_PICTURE.test(message)
  );
}

/** ` (ECONNREFUSED)`: the innermost code that the error carries. */
function reason(error: unknown): string {
  let code = '';
  for (let e = error, depth = 0; isObject(e) && depth < 8; e = e['cause'], depth++)
    if (typeof e['code'] === 'string') code = e['code'];
  return code && ` (${code})`;
}

/** What the server itself said, short, in one line, never with a key. */
function ownWords(message: string, place: RequestTarget): string {
  const { key = '', headers = [] } = place;
  // One of a few letters is no secret, and may be part of any word.
  const words = [key, ...headers]
    .filter((secret) => secret.length >= 4)
    .reduce((text, secret) => text.replaceAll(secret, '…'), message)
    .replace(LIKE_A_KEY, (word) => (/[*\d]/.test(word.slice(0, -5)) ? '…' : word))
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > LONGEST_WORDS ? `${truncate(words, LONGEST_WORDS)}…` : words;
}

/** Servers repeat a wrong key in part. It has digits or stars in it, which are looked for afterwards: in time linear in its length. */
const LIKE_A_KEY = /\b(?:sk|pk|rk|key|gsk|hf|xai|AIza)[\w*-]{6,}/g;
const LONGEST_WORDS = 300;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
