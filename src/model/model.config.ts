import { z } from 'zod';
import { type Preset, type Price, type Transport, TRANSPORTS } from '../contracts/connection.js';
import { address, oneOf, text, whole } from '../config/variables.js';

/** How a model is reached and asked, and what it costs. */
export interface ModelConfig {
  readonly baseUrl: string | undefined;
  readonly apiKey: string | undefined;
  /** Sent with every request, beside the key. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly name: string | undefined;
  /** What vectors are made with; absent or empty: nothing. */
  readonly embeddingModel?: string;
  /** In tokens. */
  readonly window: number | undefined;
  /** Chat completions, unless told otherwise. */
  readonly transport?: Transport;
  readonly price?: Readonly<Price> | undefined;
  readonly preset?: Preset;
  /** Fields that the server is known to refuse, by model. */
  readonly refused?: Readonly<Record<string, readonly string[]>>;
  /** Whether the model sees pictures, in its owner's word; absent or null: as is known of it. */
  readonly sees?: boolean | null;
  /** The address is an owner's word, not the operator's: no metadata service is asked. */
  readonly isOwners?: boolean;
}

/** Which language model is talked with. */
export const modelConfig = z
  .object({
    OPENAI_BASE_URL: address(['http:', 'https:'], 'https://api.example.com/v1').optional().meta({
      description: 'The address of an OpenAI-compatible server.',
      example: 'http://127.0.0.1:11434/v1',
    }),
    OPENAI_API_KEY: text().optional().meta({ description: 'The key for that server, where it wants one.' }),
    MODEL: text().optional().meta({
      description:
        "The model's name there. With none of these three the understudy answers, which only quotes what it was sent.",
      example: 'qwen3:8b',
    }),
    MODEL_CONTEXT_WINDOW: whole(' of tokens').min(1024, 'must be at least 1024 tokens').optional().meta({
      description:
        'How many tokens the model reads. Unset: as the server says, else as is known of the model.',
      example: '131072',
    }),
    MODEL_TRANSPORT: oneOf(TRANSPORTS).default('chat').meta({
      description:
        "How a conversation travels: chat is /chat/completions, responses OpenAI's /responses, responses-ws a socket to it.",
    }),
    MODEL_PRICE: text()
      .regex(
        /^\d+(\.\d+)?([\s,]+\d+(\.\d+)?){2}$/,
        'must be three prices per million tokens: input, cached input and output, for example 0.28 0.028 0.42',
      )
      .optional()
      .meta({
        description: 'What a million tokens cost: input, cached input and output.',
        example: '0.28 0.028 0.42',
      }),
  })
  .transform((values): { model: ModelConfig } => ({
    model: {
      baseUrl: values.OPENAI_BASE_URL,
      apiKey: values.OPENAI_API_KEY,
      name: values.MODEL,
      window: values.MODEL_CONTEXT_WINDOW,
      transport: values.MODEL_TRANSPORT,
      price: priceOf(values.MODEL_PRICE),
    },
  }));

declare module '../config/config.js' {
  interface Config extends z.output<typeof modelConfig> {}
}

function priceOf(prices: string | undefined): Price | undefined {
  if (prices === undefined) return undefined;
  const [input = 0, cachedInput = 0, output = 0] = prices.split(/[\s,]+/).map(Number);
  return { input, cachedInput, output };
}
