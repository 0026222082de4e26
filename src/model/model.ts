import type { ZodType } from 'zod';
import type { FinishReason } from '../contracts/finish-reason.js';
import { Problem, type ProblemCode } from '../contracts/problem.js';
import type { ModelCard } from '../contracts/about.js';
import type { Preset } from '../contracts/connection.js';

/** What one reply is asked with. */
export interface Prompt {
  /**
   * The JSON array of messages, `[{"role":"system","content":"…"},…]`, as UTF-8 bytes in parts that are sent
   * one after another without being joined or parsed.
   */
  messages: readonly Uint8Array[];
  /** Tokens left free for the reply. */
  maxTokens: number;
  /** Stable per session: `prompt_cache_key` where the provider takes one. */
  cacheKey: string;
  /** What of `messages` the session's next prompt begins with again, for transports and caches that hold it. */
  keptPrefix?: KeptPrefix;
  /** Pictures stand in it: only a model that sees can be asked. */
  showsPictures?: boolean;
  /** Asked beside the conversation: no turn of it, and nothing that a server should hold. */
  aside?: boolean;
  sampling?: Sampling | undefined;
}

/** What whoever asks for one reply wants of it, before what its connection's preset says. */
export type Sampling = Pick<
  Preset,
  'temperature' | 'topP' | 'frequencyPenalty' | 'presencePenalty' | 'stop' | 'seed' | 'maxReplyTokens'
>;

/** The part of a prompt that is there to stay: all of it ahead of the tail. */
export interface KeptPrefix extends Mark {
  /** Where the first message's text ends, in bytes. */
  prefixBytes: number;
  /** Where the last kept message's text begins. */
  lastTextFrom: number;
  /** Whether the prompt begins with what an earlier one kept. */
  beginsWith(earlier: Mark): boolean;
}

/** So many bytes and their SHA-256. */
export interface Mark {
  bytes: number;
  hash: Buffer;
}

/** In tokens, as the server reports them; null where it does not. */
export interface Usage {
  promptTokens: number | null;
  cachedTokens: number | null;
  completionTokens: number | null;
  /** In the provider's currency; absent where it is not known. */
  cost?: number;
}

/** What a turn put on the wire where the server holds the conversation, in bytes. */
export interface SentOver {
  sentBytes: number;
  /** Of tails that earlier turns sent and that the server still holds. */
  heldTailBytes: number;
}

/** How a model's server says that a reply has ended. */
export type Finish = Exclude<FinishReason, 'broken'>;

/**
 * What happens while a reply is waited for.
 * - `delta`: its text goes on; `thinking`: so does what the model thinks, which is no part of it
 * - `revised`: text and thinking were told wrongly apart: these are all of both, in place of what came
 * - `waiting`: the server asks for a pause, after which it is asked again
 * - `end` comes once, last, and only of a reply that was not cut off
 */
export type ReplyEvent =
  | { type: 'delta'; text: string }
  | { type: 'thinking'; text: string }
  | { type: 'revised'; thinking: string; text: string }
  | { type: 'waiting'; until: Date; code: ProblemCode }
  | { type: 'end'; finish: Finish; usage: Usage; over?: SentOver };

/** A reply has ended without a word. */
export class WordlessReply extends Problem {
  constructor(
    code: ProblemCode,
    message: string,
    readonly finish: Finish,
    readonly usage: Usage,
    detail?: string,
  ) {
    super(code, message, detail === undefined ? undefined : { detail });
  }
}

/** A question that is answered by a value of a schema. */
export interface FillTask<T> {
  /** What to do; the same for every part of a material, so that it stays a kept prefix. */
  instructions: string;
  /** What to do it with: never instructions. */
  material: string;
  /** Flat where possible, every key required: the subset that all servers hold a model to. */
  schema: ZodType<T>;
  /** Of the schema: letters, digits, `_` and `-`. */
  name: string;
  signal?: AbortSignal;
  maxTokens?: number;
  /** Called for each request that was sent, with what it took; all zero where it was refused. */
  tried?: (usage: Usage) => void;
}

/** What a language model is to Keepsake. */
export abstract class Model {
  /** What this model is. Never fails: what cannot be found out is assumed, and asked for again later. */
  abstract card(): Promise<ModelCard>;

  /**
   * Streams a reply. Nothing is tried twice once a delta was given.
   * @throws Problem with a `model_…` code; the signal's reason once it is aborted
   */
  abstract reply(prompt: Prompt, signal: AbortSignal): AsyncIterable<ReplyEvent>;

  /**
   * What a server holds of a session's conversation is given up: something of it was deleted.
   *
   * @param _cacheKey as in `Prompt`
   */
  forget(_cacheKey: string): void {}

  /** Ends what is under way; nothing is asked after it. */
  async close(): Promise<void> {}

  /** Another has taken its place: what is under way goes on to its end. */
  async retire(): Promise<void> {}

  /**
   * Fills a schema, not streamed. Only where `card().isLanguageModel`.
   * @throws Problem with a `model_…` code; a `CutOffAnswer` (fill.ts) where less material may do
   */
  abstract fill<T>(task: FillTask<T>): Promise<{ value: T; usage: Usage }>;
}

/** Problems that asking again may solve, without anything being set differently. */
export const RETRYABLE: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'model_rate_limited',
  'model_unreachable',
  'turn_interrupted',
  'model_failed',
  'model_empty',
  'model_refused',
  'model_called_tool',
  'model_cannot_see',
  'model_bad_json',
]);
