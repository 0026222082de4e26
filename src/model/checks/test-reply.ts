import { createParser } from 'eventsource-parser';
import type { Usage } from '../model.js';
import type { ModelConfig } from '../model.config.js';
import { TAKES_MARKS } from '../openai/requests/cache-marks.js';
import type { ModelServer } from '../openai/server/model-server.js';
import { chatFields, responsePresetFields } from '../openai/requests/preset-fields.js';
import { readText } from '../openai/server/read-text.js';
import { notACompletion, problemOfReported } from '../openai/server/server-problem.js';
import { usageOf } from '../openai/replies/usage.js';

/** What one small reply shows. */
export interface TestReply {
  firstTokenMs: number | null;
  thinking: boolean;
  /** Null where the server does not say. */
  cachedTokens: number | null;
  usage: Usage;
}

/** Tokens. */
const LONGEST_REPLY = 64;
/** In bytes; far more than such a reply takes. */
const LONGEST = 2 * 1024 * 1024;

/** Some 1,300 tokens that are the same each time: suppliers cache from 1,024 on. */
const FIXED = [
  'You are the keeper of a large house. These are its rooms, and you need not say anything of them.',
  ...Array.from({ length: 90 }, (_, n) => `${n + 1}. In room ${n + 1} a lamp is lit and the window is shut.`),
].join('\n');

type Json = Record<string, unknown>;

/**
 * Asks for a word, streamed, behind a prefix that is the same each time.
 * @throws Problem; the signal's reason
 */
export async function testReply(
  server: ModelServer,
  config: ModelConfig,
  model: string,
  text: string,
  signal: AbortSignal,
): Promise<TestReply> {
  const place = server.place(model);
  const preset = config.preset ?? {};
  const face = (config.transport ?? 'chat') === 'chat' ? 'chat' : 'responses';
  const fields = {
    model,
    stream: true,
    prompt_cache_key: 'keepsake-test',
    ...(face === 'chat'
      ? {
          ...chatFields({ ...preset, stop: undefined }, place.server, model),
          stream_options: { include_usage: true },
          max_tokens: LONGEST_REPLY,
        }
      : { ...responsePresetFields(preset), store: false, max_output_tokens: LONGEST_REPLY }),
  };
  const type = face === 'responses' && { type: 'message' };
  const fixed =
    face === 'chat' && TAKES_MARKS.test(model)
      ? [{ type: 'text', text: FIXED, cache_control: { type: 'ephemeral' } }]
      : FIXED;
  const messages = [
    { ...type, role: 'system', content: fixed },
    { ...type, role: 'user', content: text },
  ];
  const began = performance.now();
  const answer = await server.ask(fields, [Buffer.from(JSON.stringify(messages))], signal, face);
  const reader = new TestReplyReader(began);
  let problem: Error | undefined;
  const take = (data: string) => {
    if (data.trim() === '[DONE]') return;
    const event = jsonOf(data);
    if (!event) problem ??= notACompletion(place);
    else if (errorOf(event)) problem ??= problemOfReported(event, errorOf(event), place);
    else reader.take(event);
  };
  if (answer.contentType.includes('application/json')) take(await readText(answer.body, LONGEST));
  else {
    const parser = createParser({ onEvent: ({ data }) => take(data) });
    const decoder = new TextDecoder();
    let length = 0;
    for await (const bytes of answer.body as AsyncIterable<Buffer>) {
      parser.feed(decoder.decode(bytes, { stream: true }));
      length += bytes.length;
      if (problem || length > LONGEST) break;
    }
    parser.feed('\n\n');
  }
  if (problem) throw problem;
  if (!reader.heard) throw notACompletion(place);
  return reader.reply();
}

/** Reads what either face of the API sends, in whatever words a server says that its model thinks. */
class TestReplyReader {
  heard = false;
  #firstTokenMs: number | null = null;
  #thinking = false;
  #text = '';
  #usage: unknown;

  constructor(private readonly began: number) {}

  take(event: Json): void {
    const choice = objectOf((event['choices'] as unknown[] | undefined)?.[0]);
    const content = objectOf(choice['delta'] ?? choice['message']);
    const type = String(event['type'] ?? '');
    this.heard ||= Array.isArray(event['choices']) || type.startsWith('response.') || 'output' in event;
    const thought = content['reasoning_content'] ?? content['reasoning'];
    const isThought =
      (typeof thought === 'string' && thought !== '') || /^response\.reasoning.*\.delta$/.test(type);
    const said =
      type === 'response.output_text.delta'
        ? event['delta']
        : textOf(content['content']) || textOfOutput(event['output']);
    if (isThought) this.#thinking = true;
    if (isThought || said) this.#firstTokenMs ??= Math.round(performance.now() - this.began);
    if (typeof said === 'string') this.#text += said;
    this.#usage = event['usage'] ?? choice['usage'] ?? objectOf(event['response'])['usage'] ?? this.#usage;
  }

  reply(): TestReply {
    const usage = objectOf(this.#usage);
    const took = usageOf(this.#usage);
    const details = objectOf(usage['completion_tokens_details'] ?? usage['output_tokens_details']);
    return {
      firstTokenMs: this.#firstTokenMs,
      thinking:
        this.#thinking ||
        Number(details['reasoning_tokens']) > 0 ||
        /^\s*<think(?:ing)?>|<\/think(?:ing)?>/.test(this.#text),
      cachedTokens: took.cachedTokens,
      usage: took,
    };
  }
}

/** `/responses` tells a failure within the response. */
function errorOf(event: Json): unknown {
  return event['error'] ?? (event['type'] === 'response.failed' && objectOf(event['response'])['error']);
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map((part) => String(objectOf(part)['text'] ?? '')).join('') : '';
}

function textOfOutput(output: unknown): string {
  return Array.isArray(output) ? output.map((item) => textOf(objectOf(item)['content'])).join('') : '';
}

function jsonOf(data: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Json) : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
