import type { LookupFunction } from 'node:net';
import OpenAI, { type ClientOptions } from 'openai';
import { Agent } from 'undici';
import { notMetadata } from '../../../network/owners-address.js';
import type { ModelConfig } from '../../model.config.js';
import { type Answer, type Fetch, partsFetch } from './body-parts.js';
import type { OnWait } from './retry-waits.js';
import { type RequestTarget, problemOf, problemOfRefusal, refusalOfError } from './server-problem.js';

/** Asked for where the server takes them; one that refuses such a field is not sent it again. */
const OPTIONAL = [
  'stream_options',
  'prompt_cache_key',
  'thinking',
  'enable_thinking',
  'usage',
  'encoding_format',
] as const;
/** What no request can do without. */
const ESSENTIAL: ReadonlySet<string> = new Set(['model', 'stream', 'response_format']);
/** Fields whose names are words, too: a sentence is about one only where it stands in quotation marks. */
const WORDS: ReadonlySet<string> = new Set(['stop', 'seed']);

/** The API's root where none is named. */
export const OPENAI = 'https://api.openai.com/v1';

const MINUTE = 60_000;
/** A local model reads a long prompt for minutes before its first token, and writes an unstreamed answer longer. */
const FIRST_BYTE = { streamed: 10 * MINUTE, whole: 30 * MINUTE };

/** The fields of a request beside its messages. */
export type Fields = Record<string, unknown> & { model: string; max_tokens?: number; stream?: boolean };
/** The two faces of OpenAI's API that a conversation can be sent to, and the one that makes vectors of texts. */
export type ServerFace = 'chat' | 'responses' | 'embeddings';

/** How a socket reaches the server: headers beside the key, and how names are looked up. */
export interface SocketOptions {
  headers?: Readonly<Record<string, string>>;
  lookup?: LookupFunction;
}

/** What sends a call, handed through the client. */
interface Via {
  via: Fetch;
}

/** The way to one OpenAI-compatible server, and what was learned of which fields it takes. */
export class ModelServer {
  readonly agent: Agent;
  /** The API's root, such as `https://api.openai.com/v1`, without a slash at the end. */
  readonly base: string;
  readonly client: OpenAI;
  /** Sent with every request that is not the client's. */
  readonly headers: Readonly<Record<string, string>>;
  /** For a conversation over a socket. */
  readonly socketOptions: SocketOptions;
  readonly #key: string | undefined;
  /** By model: what one refuses, another of the same server takes. */
  readonly #refused: Map<string, ReadonlySet<string>>;
  readonly #taken = new Set<string>();

  /** @param onRefused told once of every field that a model turns out to refuse */
  constructor(
    config: Pick<ModelConfig, 'baseUrl' | 'apiKey' | 'headers' | 'refused' | 'isOwners'>,
    private readonly onRefused: (model: string, fields: readonly string[]) => void = () => {},
  ) {
    const lookup = config.isOwners ? { lookup: notMetadata() } : {};
    this.socketOptions = { ...lookup, ...(config.headers && { headers: config.headers }) };
    this.agent = new Agent({
      connect: { timeout: 10_000, ...lookup },
      keepAliveTimeout: 30_000,
      bodyTimeout: 5 * MINUTE,
    });
    this.headers = {
      ...config.headers,
      ...(config.apiKey && { authorization: `Bearer ${config.apiKey}` }),
    };
    this.#refused = new Map(
      Object.entries(config.refused ?? {}).map(([model, fields]) => [model, new Set(fields)]),
    );
    this.base = (config.baseUrl ?? OPENAI).replace(/\/+$/, '');
    this.#key = config.apiKey;
    this.client = new OpenAI({
      // Each call brings its own; a client of its own for each would cost more than the call.
      fetch: (url, init) => (init as Partial<Via>).via?.(url, init) ?? fetch(url, init),
      baseURL: this.base,
      apiKey: config.apiKey ?? 'unset',
      adminAPIKey: null,
      defaultHeaders: { ...config.headers, ...(!config.apiKey && { Authorization: null }) },
      timeout: FIRST_BYTE.whole + MINUTE, // the dispatcher's own, shorter, tell what took too long
      maxRetries: 2,
    });
  }

  place(model: string): RequestTarget {
    const { host, pathname } = new URL(this.base);
    return {
      server: host + (pathname === '/' ? '' : pathname),
      model,
      key: this.#key,
      headers: Object.values(this.headers),
    };
  }

  /**
   * Posts a conversation and returns its answer as soon as it begins. Connections that fail, 429 and 5xx are
   * tried again by the client; a field that the server does not take is left out and asked about once only.
   * @param messages the JSON array in parts, or that of texts
   * @param onWait told of each pause before another try
   * @throws Problem; the signal's reason
   */
  async ask(
    fields: Fields,
    messages: readonly Uint8Array[],
    signal?: AbortSignal,
    face: ServerFace = 'chat',
    onWait?: OnWait,
  ): Promise<Answer> {
    let refused = this.#refused.get(fields.model) ?? new Set<string>();
    const known = refused;
    // The client never takes its listener away again: a signal that lives as long as the process would gather them.
    const own = signal && AbortSignal.any([signal]);
    for (;;) {
      const sent = without(fields, refused);
      try {
        const answer = await this.#post(face, sent, messages, own, onWait);
        if (refused !== known) {
          this.#refused.set(fields.model, refused);
          this.onRefused(
            fields.model,
            [...refused].filter((field) => !known.has(field)),
          );
        }
        for (const field of Object.keys(sent)) this.#taken.add(field);
        return answer;
      } catch (error) {
        signal?.throwIfAborted();
        const more = this.#refusedBy(error, sent);
        if (more.length === 0) throw problemOf(error, this.place(fields.model));
        refused = new Set([...refused, ...more]);
      }
    }
  }

  /** Whether a model is known to refuse a field. */
  refuses(model: string, field: string): boolean {
    return this.#refused.get(model)?.has(field) ?? false;
  }

  /** A model refused what is no field of a request by itself. */
  remember(model: string, fields: readonly string[]): void {
    const known = this.#refused.get(model) ?? new Set<string>();
    const more = fields.filter((field) => !known.has(field));
    if (more.length === 0) return;
    this.#refused.set(model, new Set([...known, ...more]));
    this.onRefused(model, more);
  }

  async #post(
    face: ServerFace,
    fields: Fields,
    messages: readonly Uint8Array[],
    signal?: AbortSignal,
    onWait?: OnWait,
  ): Promise<Answer> {
    const { fetch, answer } = partsFetch(
      this.agent,
      face === 'chat' ? 'messages' : 'input',
      messages,
      fields.stream ? FIRST_BYTE.streamed : FIRST_BYTE.whole,
      onWait,
    );
    const options = { signal, fetchOptions: { via: fetch } satisfies Via as ClientOptions['fetchOptions'] };
    const call = this.#call(face, fields, options).asResponse();
    await (signal ? abortable(call, signal) : call);
    return answer();
  }

  #call(face: ServerFace, { stream = false, ...fields }: Fields, options: OpenAI.RequestOptions) {
    if (face === 'chat')
      return this.client.chat.completions.create({ ...fields, stream, messages: [] }, options);
    if (face === 'responses') return this.client.responses.create({ ...fields, stream, input: [] }, options);
    // The client's own method adds a field behind the list.
    return this.client.post('/embeddings', { ...options, body: { ...fields, input: [] } });
  }

  /** The optional fields that a refusal is about: those it names, else those never taken before. */
  #refusedBy(error: unknown, sent: Fields): string[] {
    const refusal = refusalOfError(error);
    if (!refusal || (refusal.status !== 400 && refusal.status !== 422)) return [];
    if (problemOfRefusal(refusal, this.place(sent.model)).code !== 'model_failed') return [];
    const named = Object.keys(sent).filter(
      (field) => !ESSENTIAL.has(field) && sent[field] !== undefined && names(refusal.message, field),
    );
    if (named.length > 0) return named;
    if (/response_format|json_schema|json_object|grammar/i.test(refusal.message)) return [];
    return OPTIONAL.filter((field) => field in sent && !this.#taken.has(field));
  }

  /** Ends what is under way. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }

  /** Takes nothing new; what is under way goes on to its end. */
  async retire(): Promise<void> {
    await this.agent.close();
  }
}

/** Whether a sentence is about a field, and not about one whose name merely contains it. */
function names(message: string, field: string): boolean {
  const name = field.replace(/[^a-z0-9_]/gi, '\\$&');
  const around = WORDS.has(field) ? ['["\'`“]', '["\'`”.]'] : ['(?<![a-z0-9_])', '(?![a-z0-9_])'];
  return new RegExp(around.join(name), 'i').test(message);
}

function without(fields: Fields, refused: ReadonlySet<string>): Fields {
  const sent: Fields = { ...fields };
  // Renamed by OpenAI for its newer models, which refuse the old name; most other servers know only the old.
  if (refused.has('max_tokens') && sent.max_tokens !== undefined)
    sent['max_completion_tokens'] = sent.max_tokens;
  for (const field of refused) delete sent[field];
  return sent;
}

/** The client sleeps between retries without looking at the signal: whoever stops does not wait for that. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let abort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
