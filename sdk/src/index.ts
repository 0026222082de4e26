import createClient, { type Client } from 'openapi-fetch';
import { events, type TalkEvent } from './events.js';
import type { components, paths } from './schema.js';

export type { TalkEvent } from './events.js';
export type { components, paths } from './schema.js';
export { isGenuine } from './webhooks.js';

/** The things of the API, by their names in its description. */
export type Schemas = components['schemas'];

/** A request that was refused. */
export class KeepsakeError extends Error {
  override readonly name = 'KeepsakeError';

  constructor(
    readonly status: number,
    /** Stable: `not_found`, `scope_missing`, `changed_meanwhile`, … */
    readonly code: string,
    message: string,
    /** Seconds after which it may go well. */
    readonly retryAfter: number | null,
  ) {
    super(message);
  }
}

export interface KeepsakeOptions {
  /** Where the server is, such as `http://127.0.0.1:3000`. */
  address: string;
  /** An API key (`ksk_…`), or the owner's token. */
  key: string;
  fetch?: typeof fetch;
}

/** So often a request is sent again that the server had no time for. */
const TRIES = 3;

/**
 * A client of one server. `api` has every route, typed; what is refused is thrown. Every POST is named, so that one that
 * is sent again is done once.
 */
export class Keepsake {
  readonly api: Client<paths>;
  private readonly send: typeof fetch;

  constructor({ address, key, fetch: given = fetch }: KeepsakeOptions) {
    const baseUrl = address.replace(/\/+$/, '');
    this.send = (input, init) => patiently(given, new Request(input, init), key);
    this.api = createClient<paths>({ baseUrl, fetch: (request: Request) => this.send(request) });
  }

  /**
   * Says something, and tells the reply as it comes. The last event is `turn.finished`.
   * @throws KeepsakeError where it is refused, or the reply fails
   */
  async *talk(sessionId: string, text: string, signal?: AbortSignal): AsyncGenerator<TalkEvent> {
    const { response } = await this.api.POST('/api/sessions/{id}/messages', {
      params: { path: { id: sessionId } },
      body: { text },
      headers: { accept: 'text/event-stream' },
      parseAs: 'stream',
      signal,
    });
    for await (const event of events(response)) {
      if (event.name === 'turn.failed')
        throw new KeepsakeError(502, event.body.code, event.body.message, null);
      yield event;
    }
  }

  /** All items of a list that pages with `before`. */
  async *all<Item>(
    page: (before?: string) => Promise<{ items: Item[]; next?: string }>,
  ): AsyncGenerator<Item> {
    let before: string | undefined;
    do {
      const { items, next } = await page(before);
      yield* items;
      before = next;
    } while (before);
  }
}

/** What a request of `api` answered; what is refused was thrown. */
export function answer<Data>({ data }: { data?: Data }): Data {
  return data as Data;
}

async function patiently(send: typeof fetch, request: Request, key: string): Promise<Response> {
  request.headers.set('authorization', `Bearer ${key}`);
  if (request.method === 'POST' && !request.headers.has('idempotency-key'))
    request.headers.set('idempotency-key', crypto.randomUUID());
  for (let tries = 1; ; tries++) {
    const response = await send(request.clone());
    if (response.ok) return response;
    const error = await refusalOf(response);
    const mayPass = error.status === 429 || error.status === 503 || error.code === 'idempotency_running';
    if (!mayPass || tries === TRIES || (error.retryAfter ?? 0) > 30) throw error;
    await new Promise((resolve) => setTimeout(resolve, 1000 * (error.retryAfter ?? tries)));
  }
}

async function refusalOf(response: Response): Promise<KeepsakeError> {
  const text = await response.text();
  const told = (text.startsWith('{') ? JSON.parse(text) : {}) as Partial<Schemas['ErrorView']> &
    Partial<Schemas['CompletionError']>;
  const { code = 'unknown', message = response.statusText } = told.error ?? told;
  const retryAfter = Number(response.headers.get('retry-after')) || null;
  return new KeepsakeError(response.status, code, message, retryAfter);
}
