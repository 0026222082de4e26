import type { ModelConfig } from '../model.config.js';
import type { Preset } from '../../contracts/connection.js';
import { Problem } from '../../contracts/problem.js';
import type { ModelCard } from '../../contracts/about.js';
import { Embedder } from './embeddings/embedder.js';
import { Filler } from './filling/fill.js';
import type { Answer } from './server/body-parts.js';
import { TAKES_MARKS, withCacheMarks } from './requests/cache-marks.js';
import { type FillTask, Model, type Prompt, type ReplyEvent, type Usage } from '../model.js';
import { type Fields, ModelServer } from './server/model-server.js';
import { chatFields } from './requests/preset-fields.js';
import { chatEvent, responsesEvent } from './replies/reply-events.js';
import { LearnedWindow } from './windows/learned-window.js';
import { ReplyState } from './replies/reply-state.js';
import { readReply } from './replies/reply-stream.js';
import { asItems } from './responses-api/response-items.js';
import { type OnWait, tellingWaits } from './server/retry-waits.js';
import { NoSocket, responseFields, ResponsesSockets } from './responses-api/responses-sockets.js';
import { problemOf, ServerRefusal } from './server/server-problem.js';
import { Slots } from './requests/slots.js';
import type { ThinkingHabit } from './replies/thinking.js';
import { priced } from './replies/usage.js';
import { discover, type Discovery } from './windows/window.js';
import { windowWarning } from './windows/window-warning.js';
import { seesByName } from '../known/seeing.js';

/** Among the fields that a model refused: it is shown no pictures again. */
const PICTURES = 'image_url';
/** After a discovery that reached nobody, the next is made this much later, in milliseconds. */
const ASK_AGAIN = 30_000;
/** A server may be started again with another window: one of one's own is asked within a minute. */
const REFRESH = { own: 45_000, supplier: 10 * 60_000 };

/** Any OpenAI-compatible server: hosted or local. */
export class OpenAiModel extends Model {
  readonly #server: ModelServer;
  readonly #filler: Filler;
  readonly #sockets: ResponsesSockets | undefined;
  #discovery: Promise<Discovery> | undefined;
  #known: Discovery | undefined;
  #card: { of: Discovery; card: ModelCard } | undefined;
  #askAgainAt = Infinity;
  #marks = true;
  readonly #learned = new LearnedWindow();
  readonly #slots = new Slots();
  readonly #thinkingHabit: ThinkingHabit = { openedUnseen: 0 };

  readonly #preset: Preset;

  /** @param onRefused told once of every field that one of the server's models refuses */
  constructor(
    private readonly config: ModelConfig,
    onRefused?: (model: string, fields: readonly string[]) => void,
  ) {
    super();
    this.#preset = config.preset ?? {};
    this.#server = new ModelServer(config, onRefused);
    if (config.transport === 'responses-ws') this.#sockets = new ResponsesSockets(this.#server, this.#preset);
    this.#filler = new Filler(this.#server, this.#preset, () => this.#slotFields('fill'));
  }

  async card(): Promise<ModelCard> {
    const found = await this.#discover();
    if (this.#card?.of !== found) this.#card = { of: found, card: this.#cardOf(this.#learned.of(found)) };
    return this.#card.card;
  }

  async *reply(prompt: Prompt, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    const model = await this.#name();
    signal.throwIfAborted();
    try {
      for await (const event of this.#events(model, prompt, signal)) {
        yield event.type === 'end' ? { ...event, usage: priced(event.usage, this.config.price) } : event;
      }
    } catch (error) {
      // The window is another than it was.
      if (error instanceof ServerRefusal && error.code === 'model_context_too_long') {
        this.#askAgainAt = 0;
        if (error.window && this.#known && this.#learned.learn(error.window, this.#known))
          this.#card = undefined;
      }
      if (error instanceof ServerRefusal && error.code === 'model_cannot_see') {
        this.#server.remember(model, [PICTURES]);
        this.#card = undefined;
      }
      throw error;
    }
  }

  #cardOf(found: Discovery): ModelCard {
    const { server } = this.#server.place('');
    const name = found.name ?? 'unknown';
    const warning = windowWarning(found);
    const chosen = found.name !== undefined && this.config.name === undefined;
    return {
      name,
      provider: 'openai',
      isLanguageModel: true,
      sees: this.#sees(found),
      window: found.window,
      windowFrom: found.windowFrom,
      ...(warning && { warning }),
      ...(this.#preset.maxReplyTokens && { mostReply: this.#preset.maxReplyTokens }),
      note: {
        en: chosen
          ? `No model is named (MODEL): ${name}, the first that ${server} lists, is used.`
          : `The model ${name} at ${server}.`,
        zh: chosen
          ? `未指定模型（MODEL）：使用 ${server} 列出的第一个模型 ${name}。`
          : `${server} 上的模型 ${name}。`,
      },
    };
  }

  /** The owner's word counts first, then what the server refused, what it tells, and what its name says. */
  #sees({ name = '', sees }: Discovery): boolean {
    if (typeof this.config.sees === 'boolean') return this.config.sees;
    if (this.#server.refuses(name, PICTURES)) return false;
    return sees ?? seesByName(new URL(this.#server.base).host, name);
  }

  async *#events(model: string, prompt: Prompt, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    if (this.#sockets && !prompt.aside) {
      try {
        return yield* this.#sockets.reply(model, prompt, signal);
      } catch (error) {
        if (!(error instanceof NoSocket)) throw error;
      }
    }
    const place = this.#server.place(model);
    const chat = (this.config.transport ?? 'chat') === 'chat';
    const answer = yield* tellingWaits((onWait) =>
      chat
        ? this.#askChat(model, prompt, signal, onWait)
        : this.#server.ask(
            { ...responseFields(model, prompt, this.#preset), stream: true },
            asItems(prompt.messages),
            signal,
            'responses',
            onWait,
          ),
    );
    try {
      yield* readReply(answer, new ReplyState(place, chat ? chatEvent : responsesEvent, this.#thinkingHabit));
    } catch (error) {
      signal.throwIfAborted();
      throw problemOf(error, place);
    }
  }

  /** With cache marks for the models that ask for them; a server that does not know them is sent none again. */
  async #askChat(model: string, prompt: Prompt, signal: AbortSignal, onWait: OnWait): Promise<Answer> {
    const fields = this.#chatFields(model, prompt);
    if (this.#marks && TAKES_MARKS.test(model)) {
      try {
        return await this.#server.ask(fields, withCacheMarks(prompt), signal, 'chat', onWait);
      } catch (error) {
        signal.throwIfAborted();
        const refused =
          error instanceof ServerRefusal &&
          [400, 415, 422].includes(error.serverStatus) &&
          error.code === 'model_failed';
        if (!refused) throw error;
        this.#marks = false;
      }
    }
    return this.#server.ask(fields, prompt.messages, signal, 'chat', onWait);
  }

  #chatFields(model: string, prompt: Prompt): Fields {
    return {
      ...chatFields({ ...this.#preset, ...prompt.sampling }, this.#server.place(model).server, model),
      model,
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: prompt.maxTokens,
      prompt_cache_key: prompt.cacheKey,
      ...this.#slotFields(prompt.cacheKey),
      // OpenRouter tells what a reply cost where it is asked to.
      ...(/(^|\.)openrouter\.ai$/.test(new URL(this.#server.base).hostname) && { usage: { include: true } }),
    };
  }

  /** llama.cpp is told whose cache it is to go on with. */
  #slotFields(conversation: string): { id_slot?: number } {
    const slots = this.#known?.slots;
    return slots ? { id_slot: this.#slots.of(conversation, slots) } : {};
  }

  async fill<T>(task: FillTask<T>): Promise<{ value: T; usage: Usage }> {
    return this.#filler.fill(await this.#name(), task);
  }

  /** What makes vectors with another of its server's models. */
  embedder(model: string): Embedder {
    return new Embedder(this.#server, model);
  }

  override forget(cacheKey: string): void {
    this.#sockets?.forget(cacheKey);
    this.#slots.forget(cacheKey);
  }

  override async close(): Promise<void> {
    this.#sockets?.close();
    await this.#server.close();
  }

  override async retire(): Promise<void> {
    this.#sockets?.retire();
    await this.#server.retire();
  }

  async #name(): Promise<string> {
    const name = this.config.name ?? (await this.#discover()).name;
    if (name === undefined)
      throw new Problem(
        'model_unknown',
        `This connection names no model, and ${this.#server.place('').server} lists no model to use. Name the model of this connection (MODEL), and check that the server runs, and the address (OPENAI_BASE_URL).`,
      );
    return name;
  }

  /** What is known may be a little old while it is asked for again; only what nobody knew yet is waited for. */
  #discover(): Promise<Discovery> {
    if (this.#discovery && Date.now() < this.#askAgainAt) return this.#discovery;
    this.#askAgainAt = Infinity;
    const before = this.#known;
    const asking = discover(this.config, this.#server, before?.answered).then((found) => {
      this.#askAgainAt =
        Date.now() + (found.answered ? REFRESH[found.isShort ? 'own' : 'supplier'] : ASK_AGAIN);
      if (before?.answered && !found.answered) return before;
      this.#known = found;
      return found;
    });
    if (!before?.answered) return (this.#discovery = asking);
    void asking.then((found) => (this.#discovery = Promise.resolve(found)));
    return this.#discovery!;
  }
}
