import { createServer, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from './loopback.js';

/** Whose manners it has: what is too much, and in which words that is refused. */
export type EmbeddingsKind = 'openai' | 'dashscope' | 'vllm' | 'llama.cpp' | 'ollama';

export interface EmbeddingsOptions {
  /** `openai` */
  kind?: EmbeddingsKind;
  /** 64 */
  dimensions?: number;
  /** Tokens of one text, four characters each; as the real one has it. */
  longest?: number;
  /** The only key that is let in. */
  key?: string;
}

/** A request for vectors as it came. */
export interface EmbeddingsRequest {
  model: string;
  input: string[];
  encoding_format?: string;
  dimensions?: number;
}

interface Refusal {
  status: number;
  body: object;
}

/** Words that mean the same: each line is a concept. */
const CONCEPTS = `dog hound greyhound puppy canine 狗 小狗
cat kitten tabby 猫
pet animal companion 宠物
home house flat live lives lived reside 家 住
moved relocated 搬
job work profession occupation living office 工作 职业
doctor physician surgeon medic 医生
boat ship vessel dinghy 船
sister sibling brother 姐姐 妹妹 哥哥
marry married wedding wed bride 结婚 婚礼
ill sick illness fever 病 生病
food meal dish eat supper 饭 吃`
  .split('\n')
  .map((line) => line.split(' '));

/**
 * A server of `/v1/embeddings` whose model knows the concepts above and letters beyond them: deterministic, so that texts
 * on the same thing lie near each other in whatever words. It refuses what the real ones do, in their words:
 * - OpenAI: 2,048 texts, 8,192 tokens a text and 300,000 in all; empty texts (its API reference)
 * - DashScope: 10 texts; only floats (memobase 142, gbrain 1199)
 * - vLLM: `dimensions` where the model was not trained for it (mem0 3101, QwenLM/Qwen3-Embedding 188)
 * - llama.cpp: a text longer than the physical batch, with a 500 (llama.cpp 12295, lemonade 3591)
 * - Ollama: a text longer than the context (open-notebook 350); knows no base64 and sends floats
 */
export class FakeEmbeddings {
  /** The API's root. */
  url = '';
  readonly model = 'fake-embed';
  readonly requests: EmbeddingsRequest[] = [];
  /**
   * How the next requests are answered instead: with a refusal, not at all, byte by byte without end, or once something
   * has happened.
   */
  trouble: Refusal | 'hang' | 'drip' | Promise<unknown> | null = null;

  private readonly server = createServer((incoming, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const { key } = this.options;
      if (key && incoming.headers.authorization !== `Bearer ${key}`)
        send(response, 401, { error: { message: 'Incorrect API key provided.', code: 'invalid_api_key' } });
      else if (incoming.url === '/v1/models')
        send(response, 200, { object: 'list', data: [{ id: this.model, object: 'model' }] });
      else if (incoming.url === '/v1/embeddings' && incoming.method === 'POST')
        await this.embed(JSON.parse(Buffer.concat(chunks).toString()) as EmbeddingsRequest, response);
      else send(response, 404, { error: { message: 'no such path' } });
    })().catch(() => response.destroy());
  });

  constructor(private readonly options: EmbeddingsOptions = {}) {}

  async listen(): Promise<this> {
    this.url = `http://${await listenOnLoopback(this.server)}/v1`;
    return this;
  }

  close(): Promise<void> {
    return closeServer(this.server);
  }

  /** Every text that vectors were asked for. */
  get texts(): string[] {
    return this.requests.flatMap(({ input }) => input);
  }

  private async embed(request: EmbeddingsRequest, response: ServerResponse): Promise<void> {
    this.requests.push(request);
    if (this.trouble === 'hang') return;
    if (this.trouble === 'drip') {
      const timer = setInterval(() => response.write(' '), 20);
      return void response.once('close', () => clearInterval(timer));
    }
    if (this.trouble instanceof Promise) await this.trouble;
    else if (this.trouble) return send(response, this.trouble.status, this.trouble.body);
    const { kind = 'openai', dimensions = 64 } = this.options;
    const refusal = refusalOf(kind, request, this.options.longest);
    if (refusal) return send(response, refusal.status, refusal.body);
    const asBase64 = request.encoding_format === 'base64' && kind !== 'ollama';
    const data = request.input.map((text, index) => {
      const vector = vectorOf(text, dimensions);
      const embedding = asBase64 ? Buffer.from(vector.buffer).toString('base64') : [...vector];
      return { object: 'embedding', index, embedding };
    });
    const tokens = request.input.reduce((sum, text) => sum + tokensOf(text), 0);
    send(response, 200, {
      object: 'list',
      // The order is the number's, not the place's.
      data: kind === 'vllm' ? data.reverse() : data,
      model: this.model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
  }
}

const tokensOf = (text: string) => Math.ceil(text.length / 4);

function refusalOf(
  kind: EmbeddingsKind,
  { model, input, encoding_format: format, dimensions, ...rest }: EmbeddingsRequest,
  longest?: number,
): Refusal | null {
  const error = (status: number, message: string, more: object = {}) => ({
    status,
    body: { error: { message, type: 'invalid_request_error', ...more } },
  });
  const unknown = Object.keys(rest)[0];
  const most = Math.max(...input.map(tokensOf));
  const limit = longest ?? { openai: 8192, dashscope: 8192, vllm: 512, 'llama.cpp': 512, ollama: 2048 }[kind];
  const isTooLong = most > limit;
  if (unknown) return error(400, `Unrecognized request argument supplied: ${unknown}`);
  if (!model || !Array.isArray(input) || !input.length || input.some((text) => text === ''))
    return error(400, "'$.input' is invalid. Please check the API reference.");
  switch (kind) {
    case 'openai':
      if (input.length > 2048) return error(400, "'$.input' is invalid: array too long, at most 2048.");
      if (isTooLong)
        return error(
          400,
          `This model's maximum context length is ${limit} tokens, however you requested ${most} tokens (${most} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
        );
      return null;
    case 'dashscope':
      if (format && format !== 'float')
        return error(400, `<400> InternalError.Algo.InvalidParameter: 'encoding_format' only supports float`);
      if (input.length > 10)
        return error(
          400,
          '<400> InternalError.Algo.InvalidParameter: Value error, batch size is invalid, it should not be larger than 10.: input.contents',
          { code: 'InvalidParameter' },
        );
      if (isTooLong)
        return error(
          400,
          `<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, ${limit}]`,
        );
      return null;
    case 'vllm':
      if (dimensions)
        return error(
          400,
          `Model "${model}" does not support matryoshka representation, changing output dimensions will lead to poor results.`,
        );
      if (isTooLong)
        return error(
          400,
          `This model's maximum context length is ${limit} tokens. However, you requested ${most} tokens in the input for embedding generation. Please reduce the length of the input.`,
        );
      return null;
    case 'llama.cpp':
      if (isTooLong)
        return {
          status: 500,
          body: {
            error: {
              code: 500,
              message: `input (${most} tokens) is too large to process. increase the physical batch size (current batch size: ${limit})`,
              type: 'server_error',
            },
          },
        };
      return null;
    case 'ollama':
      if (isTooLong) return error(400, 'the input length exceeds the context length', { type: 'api_error' });
      return null;
  }
}

/** Each concept is a direction of its own, and so is each word that is none, less long. */
function vectorOf(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  const add = (name: string, length: number) => {
    let state = 2166136261;
    for (const char of name) state = Math.imul(state ^ char.codePointAt(0)!, 16777619);
    for (let n = 0; n < dimensions; n++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      vector[n]! += (length * state) / 2 ** 31;
    }
  };
  const words = new Set(text.toLowerCase().match(/[a-z]+/g) ?? []);
  for (const [n, concept] of CONCEPTS.entries())
    if (concept.some((word) => (/[a-z]/.test(word) ? words.has(word) : text.includes(word))))
      add(`concept ${n}`, 1);
  const known = new Set(CONCEPTS.flat());
  for (const word of words) if (!known.has(word) && word.length > 3) add(word, 0.15);
  for (const [char] of text.matchAll(/\p{Script=Han}/gu)) add(char, 0.05);
  if (!vector.some((value) => value !== 0)) vector[0] = 1;
  return vector;
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
