import type OpenAI from 'openai';
import { ResponsesWS } from 'openai/resources/responses/ws';
import type { HeldResponse } from './held-response.js';
import type { ResponseEvent } from '../replies/reply-events.js';
import type { SocketOptions } from '../server/model-server.js';

const MINUTE = 60_000;
const HANDSHAKE = 10_000;
/** A local model reads a long prompt for minutes before its first token. */
const FIRST_EVENT = 10 * MINUTE;
const SILENCE = 5 * MINUTE;
/** A connection that nobody uses is closed after so long. */
const IDLE = 15 * MINUTE;

/** The connection is gone, or nothing came over it. */
export class ConnectionLost extends Error {}

/** One socket to the model's server, and what the server holds at its end. */
export class ResponsesLine {
  readonly openedAt = Date.now();
  held: HeldResponse | null = null;
  busy = false;
  readonly #socket: ResponsesWS;
  #idle: NodeJS.Timeout | undefined;

  /** @param options how the server is reached */
  constructor(client: OpenAI, options: SocketOptions) {
    this.#socket = new ResponsesWS(client, {
      ...options,
      handshakeTimeout: HANDSHAKE,
      perMessageDeflate: false,
    });
    this.#socket.on('error', () => {}); // told to whoever asks
  }

  get isOpen(): boolean {
    return this.#socket.socket.readyState === 1;
  }

  /** @throws ConnectionLost where the handshake fails; the signal's reason */
  async opened(signal: AbortSignal): Promise<void> {
    const events = this.#socket.stream();
    try {
      for (;;) {
        const { value, done } = await this.#within(events.next(), 2 * HANDSHAKE, signal);
        if (done || value.type === 'close' || value.type === 'error')
          throw new ConnectionLost('no handshake');
        if (value.type === 'open') break;
      }
    } finally {
      await events.return?.();
    }
    this.#rest();
  }

  /**
   * Sends a frame and gives the events that answer it, until nobody asks for more.
   * @throws ConnectionLost; the signal's reason
   */
  async *ask(frame: string, signal: AbortSignal): AsyncGenerator<ResponseEvent> {
    this.busy = true;
    clearTimeout(this.#idle);
    const events = this.#socket.stream();
    try {
      this.#socket.sendRaw(frame);
      for (let patience = FIRST_EVENT; ;) {
        const { value, done } = await this.#within(events.next(), patience, signal);
        if (done || value.type === 'close') throw new ConnectionLost('closed');
        if (value.type === 'error') {
          // What the server says is an event; what befell the socket is not.
          if (!value.error.error) throw new ConnectionLost(value.error.message);
          yield value.error.error as unknown as ResponseEvent;
        }
        if (value.type !== 'message') continue;
        yield value.message as unknown as ResponseEvent;
        patience = SILENCE;
      }
    } finally {
      await events.return?.();
      this.busy = false;
      this.#rest();
    }
  }

  close(): void {
    clearTimeout(this.#idle);
    this.held = null;
    this.#socket.close();
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (this.isOpen) this.#idle = setTimeout(() => this.close(), IDLE).unref();
  }

  async #within<T>(next: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    let abort = () => {};
    const cut = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ConnectionLost('silent')), ms);
      abort = () => reject(signal.reason as Error);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([next, cut]);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    }
  }
}
