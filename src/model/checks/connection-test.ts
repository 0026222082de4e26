import { z } from 'zod';
import type { ModelConfig } from '../model.config.js';
import { Problem } from '../../contracts/problem.js';
import type { ConnectionTestView } from '../../contracts/supplier.js';
import { Embedder } from '../openai/embeddings/embedder.js';
import { fillFields } from '../openai/filling/fill.js';
import { jsonIn } from '../openai/filling/json-answer.js';
import { ModelServer } from '../openai/server/model-server.js';
import { readText } from '../openai/server/read-text.js';
import { problemOf, ServerRefusal } from '../openai/server/server-problem.js';
import { discover } from '../openai/windows/window.js';
import type { Usage } from '../model.js';
import { usageOf } from '../openai/replies/usage.js';
import { listModels, NoModelList } from './model-list.js';
import { type TestReply, testReply } from './test-reply.js';

/** For all of it, in milliseconds. */
const LONGEST_MS = 60_000;
/** Tokens; a model that thinks unasked needs more than the answer is long. */
const FILL_TOKENS = 1_000;
const LONGEST_FILL = 1024 * 1024;

const READY = z.object({ ready: z.boolean() });
const READY_SCHEMA = {
  type: 'object',
  properties: { ready: { type: 'boolean' } },
  required: ['ready'],
  additionalProperties: false,
};

/**
 * Finds out what one connection can do, by asking it for its models and three small things. Never throws for what the
 * server does; takes a minute at most.
 *
 * @param took is told what each request took that was answered
 */
export async function testConnection(
  config: ModelConfig,
  gone: AbortSignal,
  took: (usage: Usage) => void = () => {},
): Promise<ConnectionTestView> {
  const server = new ModelServer(config);
  const signal = AbortSignal.any([gone, AbortSignal.timeout(LONGEST_MS)]);
  const test = new ConnectionTest(config, server, signal, took);
  try {
    await test.run();
  } catch (error) {
    test.failed(error);
  } finally {
    await server.close();
  }
  return test.found;
}

class ConnectionTest {
  readonly found: ConnectionTestView = {
    reached: false,
    keyAccepted: null,
    modelFound: null,
    models: [],
    window: null,
    windowFrom: null,
    firstTokenMs: null,
    thinking: null,
    jsonSchema: null,
    cached: null,
    dimensions: null,
  };

  constructor(
    private readonly config: ModelConfig,
    private readonly server: ModelServer,
    private readonly signal: AbortSignal,
    private readonly took: (usage: Usage) => void,
  ) {}

  async run(): Promise<void> {
    const { found } = this;
    await this.list();
    if (!found.reached) return;
    // A server that makes nothing but vectors has no model that talks.
    if ((await this.embeds()) && !this.config.name) return;
    const { name, window, windowFrom } = await this.bounded(discover(this.config, this.server));
    Object.assign(found, { window, windowFrom });
    if (!name) {
      throw new Problem(
        'model_unknown',
        `${this.server.place('').server} lists no model to use. Load one there, or enter the name of a model in this connection.`,
      );
    }
    const isListed = [name, `${name}:latest`, `models/${name}`].some((id) => found.models.includes(id));
    if (isListed) found.modelFound = true;
    const first = await this.reply(name, isListed, 'Say the word: ready.');
    found.firstTokenMs = first.firstTokenMs;
    found.thinking = first.thinking;
    const again = first.cachedTokens ? first : await this.ask(name, 'Say the word again: ready.');
    found.cached = again.cachedTokens === null ? null : again.cachedTokens > 0;
    found.jsonSchema = await this.fills(name);
  }

  /** The first problem is told: what follows it may be of its making. */
  failed(error: unknown): void {
    const problem = this.signal.aborted
      ? new Problem(
          'model_unreachable',
          `The test was not complete within ${LONGEST_MS / 1000} seconds: ${this.server.place('').server} answers too slowly, or not at all.`,
        )
      : problemOf(error, this.server.place(this.config.name ?? ''));
    this.found.error ??= { code: problem.code, message: problem.message };
  }

  private async list(): Promise<void> {
    const { found } = this;
    try {
      found.models = (await listModels(this.server, this.signal)).map(({ id }) => id);
      found.reached = true;
    } catch (error) {
      this.signal.throwIfAborted();
      found.reached = error instanceof NoModelList || error instanceof ServerRefusal;
      // There are servers without a list: only a reply tells whether something is wrong.
      if (error instanceof NoModelList && this.config.name) return;
      if (error instanceof Problem && error.code === 'model_key_refused') found.keyAccepted = false;
      this.failed(error);
    }
  }

  private async reply(model: string, isListed: boolean, text: string): Promise<TestReply> {
    const { found } = this;
    try {
      const reply = await this.ask(model, text);
      found.keyAccepted = true;
      found.modelFound = true;
      // What the list was refused with is no matter where the model answers.
      if (!this.config.embeddingModel || found.dimensions) delete found.error;
      return reply;
    } catch (error) {
      const { code } = error as Partial<Problem>;
      if (code === 'model_key_refused') found.keyAccepted = false;
      // Who says that there is no such model, no credit or no more for now has looked at the key.
      if (error instanceof ServerRefusal && [402, 404, 429].includes(error.serverStatus))
        found.keyAccepted ??= true;
      if (code === 'model_unknown') found.modelFound = false;
      else if (found.models.length > 1 && !isListed) found.modelFound = false;
      throw error;
    }
  }

  private async ask(model: string, text: string): Promise<TestReply> {
    const reply = await testReply(this.server, this.config, model, text, this.signal);
    this.took(reply.usage);
    return reply;
  }

  /** Whether its embedding model answers, where it names one. */
  private async embeds(): Promise<boolean> {
    const { found } = this;
    const { embeddingModel } = this.config;
    if (!embeddingModel) return false;
    try {
      const embedder = new Embedder(this.server, embeddingModel);
      const { vectors, tokens } = await embedder.some(['Are you ready?'], 'question', this.signal);
      this.took({ promptTokens: tokens, cachedTokens: 0, completionTokens: 0, cost: 0 });
      found.dimensions = vectors[0]!.length;
      found.keyAccepted = true;
      delete found.error;
      return true;
    } catch (error) {
      this.signal.throwIfAborted();
      if (error instanceof Problem && error.code === 'model_key_refused') found.keyAccepted = false;
      this.failed(error);
      return false;
    }
  }

  /** Null where nothing can be said of it: the model did not come to its answer, or the server failed. */
  private async fills(model: string): Promise<boolean | null> {
    const messages = [
      { role: 'system', content: 'Answer with one JSON object and nothing else.' },
      { role: 'user', content: 'Are you ready? Say yes as {"ready": true}.' },
    ];
    const fields = {
      model,
      stream: false,
      max_tokens: FILL_TOKENS,
      ...fillFields(this.config.preset ?? {}, this.server.place(model).server, model),
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'ready', schema: READY_SCHEMA, strict: true },
      },
    };
    try {
      const { body } = await this.server.ask(fields, [Buffer.from(JSON.stringify(messages))], this.signal);
      const answer = JSON.parse(await readText(body, LONGEST_FILL)) as {
        choices?: { message?: { content?: unknown }; finish_reason?: unknown }[];
        usage?: unknown;
      };
      this.took(usageOf(answer.usage));
      const choice = answer.choices?.[0];
      if (choice?.finish_reason === 'length' || typeof choice?.message?.content !== 'string') return null;
      return READY.safeParse(jsonIn(choice.message.content)).success;
    } catch (error) {
      this.signal.throwIfAborted();
      const isRefused = error instanceof ServerRefusal && [400, 415, 422, 501].includes(error.serverStatus);
      return isRefused ? false : null;
    }
  }

  private async bounded<T>(promise: Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    return Promise.race([
      promise,
      new Promise<never>((_, reject) =>
        this.signal.addEventListener('abort', () => reject(this.signal.reason as Error), { once: true }),
      ),
    ]);
  }
}
