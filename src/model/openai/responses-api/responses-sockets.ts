import { setTimeout as sleep } from 'node:timers/promises';
import type { Preset } from '../../../contracts/connection.js';
import { Problem } from '../../../contracts/problem.js';
import { additionTo, type HeldResponse, sizeOf } from './held-response.js';
import { type Prompt, type ReplyEvent, RETRYABLE, WordlessReply } from '../../model.js';
import type { ModelServer } from '../server/model-server.js';
import { responsePresetFields } from '../requests/preset-fields.js';
import { responsesEvent } from '../replies/reply-events.js';
import { ReplyState } from '../replies/reply-state.js';
import { ConnectionLost, ResponsesLine } from './responses-line.js';
import { asItems } from './response-items.js';
import { problemOf } from '../server/server-problem.js';

const MINUTE = 60_000;
/** Connections that are kept open; the least used leave first. */
const MOST_LINES = 32;
/** A server closes a connection after an hour; no turn should meet that. */
const OLDEST = 55 * MINUTE;
/** A server that refuses the handshake is asked for one again so much later. */
const ASK_AGAIN = 5 * MINUTE;
/** Asked again so often before the first word. */
const RETRIES = 3;
const PAUSE = 500;

/** There is no socket to be had from this server for now. */
export class NoSocket extends Error {}

/** The fields of a response beside its input. */
export function responseFields(
  model: string,
  prompt: Prompt,
  preset: Preset,
): { model: string } & Record<string, unknown> {
  return {
    ...responsePresetFields({ ...preset, ...prompt.sampling }),
    model,
    store: false,
    max_output_tokens: prompt.maxTokens,
    prompt_cache_key: prompt.cacheKey,
  };
}

/**
 * Conversations over sockets: the server holds each as far as it was told, and a turn sends what is new. Whatever is
 * lost on the way (connection, id, the server's patience), the whole is sent again.
 *
 * One connection carries one conversation, since a server keeps only a connection's last response where nothing is
 * stored. https://developers.openai.com/api/docs/guides/websocket-mode
 */
export class ResponsesSockets {
  /** By cache key, the least used first. */
  readonly #lines = new Map<string, ResponsesLine>();
  #refusedUntil = 0;

  constructor(
    private readonly server: ModelServer,
    private readonly preset: Preset,
  ) {}

  /** @throws NoSocket before anything was said; Problem; the signal's reason */
  async *reply(model: string, prompt: Prompt, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    const place = this.server.place(model);
    for (let tries = 0; ; tries++) {
      const line = await this.#line(prompt.cacheKey, signal);
      const before = line.held;
      const addition = before && additionTo(before, prompt);
      const held = addition ? before : null;
      line.held = null;
      const frame = frameOf(responseFields(model, prompt, this.preset), prompt, held, addition);
      const reply = new ReplyState(place, responsesEvent);
      let text = '';
      let begun = false;
      let id: string | undefined;
      try {
        for await (const event of line.ask(frame, signal)) {
          reply.hear(event);
          for (const told of reply.told()) {
            text = spokenAfter(text, told);
            begun = true;
            yield told;
          }
          if (event.type === 'response.completed') id = event.response?.id;
          if (reply.done) break;
        }
        reply.close();
        for (const told of reply.told()) {
          text = spokenAfter(text, told);
          begun = true;
          yield told;
        }
        const end = reply.end();
        const oldTails = held?.tailBytes ?? 0;
        if (id && prompt.keptPrefix) {
          const tailBytes = oldTails + sizeOf(prompt.messages) - prompt.keptPrefix.bytes;
          line.held = { id, prefix: prompt.keptPrefix, reply: text, tailBytes };
        }
        yield {
          ...end,
          over: { sentBytes: Buffer.byteLength(frame), heldTailBytes: oldTails },
        } as ReplyEvent;
        return;
      } catch (error) {
        signal.throwIfAborted();
        const remedy = !begun && tries < RETRIES ? remedyOf(error, held !== null) : 'none';
        if (remedy === 'none') throw problemOf(error, place);
        if (remedy === 'reopen') line.close();
        if (remedy === 'wait') await sleep(PAUSE * 2 ** tries, undefined, { signal });
      } finally {
        this.#release(prompt.cacheKey, line, reply.done);
      }
    }
  }

  /** Ends a conversation: what nobody stores is gone with its connection. */
  forget(key: string): void {
    this.#lines.get(key)?.close();
    this.#lines.delete(key);
  }

  close(): void {
    for (const line of this.#lines.values()) line.close();
    this.#lines.clear();
  }

  /** Closes what nobody uses; a reply that is under way goes on to its end. */
  retire(): void {
    for (const line of this.#lines.values()) if (!line.busy) line.close();
    this.#refusedUntil = Infinity;
  }

  /** The session's connection, or a new one. */
  async #line(key: string, signal: AbortSignal): Promise<ResponsesLine> {
    const found = this.#lines.get(key);
    this.#lines.delete(key);
    if (found?.isOpen && !found.busy && Date.now() - found.openedAt < OLDEST) {
      this.#lines.set(key, found);
      return found;
    }
    if (found && !found.busy) found.close();
    if (Date.now() < this.#refusedUntil) throw new NoSocket();
    const line = new ResponsesLine(this.server.client, this.server.socketOptions);
    try {
      await line.opened(signal);
    } catch {
      line.close();
      signal.throwIfAborted();
      // Over HTTP the server says why, in its own words.
      this.#refusedUntil = Date.now() + ASK_AGAIN;
      throw new NoSocket();
    }
    this.#lines.set(key, line);
    for (const [other, { busy }] of this.#lines) {
      if (this.#lines.size <= MOST_LINES) break;
      if (busy || other === key) continue;
      this.#lines.get(other)!.close();
      this.#lines.delete(other);
    }
    return line;
  }

  /** A connection on which a reply was left in the middle still brings its rest: nobody else can use it. */
  #release(key: string, line: ResponsesLine, done: boolean): void {
    if (!done) line.close();
    else if (this.#lines.get(key) !== line) line.close();
  }
}

/** `response.create`, as text; the messages are put in as they are. */
function frameOf(asked: object, prompt: Prompt, held: HeldResponse | null, addition: Buffer | null): string {
  const fields = JSON.stringify({
    type: 'response.create',
    ...asked,
    ...(held && { previous_response_id: held.id }),
  });
  const input = Buffer.concat(asItems(addition ? [addition] : prompt.messages));
  return `${fields.slice(0, -1)},"input":${input.toString('utf8')}}`;
}

/** What was said, once another event has come. */
function spokenAfter(text: string, event: ReplyEvent): string {
  if (event.type === 'revised') return event.text;
  return event.type === 'delta' ? text + event.text : text;
}

/** What may help a reply that failed before its first word. */
function remedyOf(error: unknown, wasHeld: boolean): 'whole' | 'reopen' | 'wait' | 'none' {
  if (error instanceof ConnectionLost) return 'reopen';
  if (!(error instanceof Problem)) return 'none';
  if (/previous_response_not_found|previous response/i.test(error.message)) return wasHeld ? 'whole' : 'none';
  if (/websocket_connection_limit_reached|connection limit/i.test(error.message)) return 'reopen';
  return RETRYABLE.has(error.code) && !(error instanceof WordlessReply) ? 'wait' : 'none';
}
