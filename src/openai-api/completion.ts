import { z } from 'zod';
import type {
  Completion,
  CompletionChunk,
  CompletionDelta,
  CompletionHeader,
  CompletionUsage,
} from '../contracts/openai-api.js';
import type { Receipt } from '../contracts/receipt.js';
import type { Sampling } from '../model/model.js';
import { Problem } from '../contracts/problem.js';
import { MOST_JSON } from '../uploads/bodies.js';
import type { SentLine, SentPicture } from './sent-history.js';

const picture = z.union([z.string(), z.looseObject({ url: z.string() })]);
const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  /** A picture that is said with the message: `https://…`, or `data:image/…;base64,…`. */
  image_url: picture.optional(),
});
const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(part), z.null()]).optional(),
  /** Who says it: a guest of the conversation by that name. */
  name: z.string().max(200).nullish(),
});
const amount = (least: number, most: number) => z.number().min(least).max(most).nullish();
const tokens = z.int().min(1).nullish();

/** What is wanted where the history that is sent does not tell. */
export const ACTIONS = ['say', 'regenerate', 'continue', 'impersonate'] as const;

const known = {
  /** A character, by an id of `/v1/models` or by its own. */
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  metadata: z
    .looseObject({
      /** Which conversation: its id, or a key of one's own. */
      session_id: z.string().trim().max(500).nullish(),
      action: z.enum(ACTIONS).nullish(),
      /** `apply`: what is otherwise in the history that is sent becomes another version of its message. */
      edits: z.enum(['apply', 'ignore']).nullish(),
    })
    .nullish(),
  user: z.string().trim().max(500).nullish(),
  max_tokens: tokens,
  max_completion_tokens: tokens,
  stop: z.union([z.string(), z.array(z.string()).max(16)]).nullish(),
  temperature: amount(0, 2),
  top_p: amount(0, 1),
  frequency_penalty: amount(-2, 2),
  presence_penalty: amount(-2, 2),
  seed: z.int().nullish(),
  n: z.literal(1).nullish(),
};

/** What is read of a request to `/v1/chat/completions`; all else is another server's business. */
export const completionSchema = z.looseObject(known);

export type CompletionRequest = z.infer<typeof completionSchema>;

/** Fields that were sent and are not followed, by name; so are parts of messages that are neither text nor a picture. */
export function ignoredFields(request: CompletionRequest): string[] {
  const parts = request.messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const unread = parts
    .filter(({ type }) => type !== 'text' && type !== 'image_url')
    .map(({ type }) => `messages.content.${type}`);
  return [...Object.keys(request).filter((name) => !(name in known)), ...new Set(unread)];
}

/** What is wanted of the reply; undefined where nothing is. */
export function samplingOf(request: CompletionRequest): Sampling | undefined {
  const { stop } = request;
  const wanted = {
    temperature: request.temperature,
    topP: request.top_p,
    frequencyPenalty: request.frequency_penalty,
    presencePenalty: request.presence_penalty,
    seed: request.seed,
    stop: typeof stop === 'string' ? [stop] : stop,
    maxReplyTokens: request.max_completion_tokens ?? request.max_tokens,
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null);
  return given.length ? (Object.fromEntries(given) as Sampling) : undefined;
}

/** The messages that were sent as text. Tools and developers are nobody who speaks in a story. */
export function linesOf({ messages }: CompletionRequest): SentLine[] {
  return messages.map(({ role, content, name }, n) => ({
    role: role === 'user' || role === 'assistant' ? role : 'system',
    text: textOf(content),
    ...(name && { name }),
    pictures: picturesOf(content, n),
  }));
}

type Content = CompletionRequest['messages'][number]['content'];

/** @param n the message that they are in, from 0 */
function picturesOf(content: Content, n: number): SentPicture[] {
  if (!Array.isArray(content)) return [];
  return content.flatMap(({ type, image_url: image }, at) => {
    if (type !== 'image_url' || !image) return [];
    const url = typeof image === 'string' ? image : image.url;
    return [{ url, param: `messages[${n}].content[${at}].image_url` }];
  });
}

/**
 * A request may be large for its pictures alone.
 * @throws Problem file_too_large
 */
export function assertModestText({ messages }: CompletionRequest): void {
  const bytes = messages.reduce((sum, { content }) => sum + Buffer.byteLength(textOf(content)), 0);
  if (bytes > MOST_JSON)
    throw new Problem('file_too_large', 'These messages are too large: send at most 4 MB of text.');
}

function textOf(content: Content): string {
  if (typeof content === 'string') return content;
  return (content ?? [])
    .filter(({ type }) => type === 'text')
    .map(({ text = '' }) => text)
    .join('\n');
}

/** What a completion ends with. */
export interface Answered {
  content: string;
  thinking?: string | undefined;
  /** Absent where no model was asked. */
  receipt: Receipt | null;
}

function usageOf(receipt: Receipt | null): CompletionUsage {
  const prompt = receipt?.promptTokensReported ?? receipt?.promptTokensEstimated ?? 0;
  const completion = receipt?.completionTokens ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: receipt?.cachedTokens ?? 0 },
  };
}

/** OpenAI's word for how a reply ended. */
function finishOf(receipt: Receipt | null): 'stop' | 'length' | 'content_filter' {
  const reason = receipt?.finishReason;
  if (reason === 'length') return 'length';
  return reason === 'filtered' || reason === 'refused' ? 'content_filter' : 'stop';
}

export function wholeCompletion(
  header: CompletionHeader,
  { content, thinking, receipt }: Answered,
): Completion {
  return {
    ...header,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content,
          refusal: null,
          ...(thinking && { reasoning_content: thinking }),
        },
        logprobs: null,
        finish_reason: finishOf(receipt),
      },
    ],
    usage: usageOf(receipt),
  };
}

/** A chunk that says something; the first says who speaks. */
export function deltaChunk(header: CompletionHeader, delta: CompletionDelta): CompletionChunk {
  return chunk(header, [{ index: 0, delta, logprobs: null, finish_reason: null }]);
}

export function stopChunk(header: CompletionHeader, receipt: Receipt | null): CompletionChunk {
  return chunk(header, [{ index: 0, delta: {}, logprobs: null, finish_reason: finishOf(receipt) }]);
}

export function usageChunk(header: CompletionHeader, receipt: Receipt | null): CompletionChunk {
  return { ...chunk(header, []), usage: usageOf(receipt) };
}

function chunk(header: CompletionHeader, choices: CompletionChunk['choices']): CompletionChunk {
  return { ...header, object: 'chat.completion.chunk', choices };
}
