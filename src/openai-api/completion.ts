import { z } from 'zod';
import type { Receipt } from '../contracts/receipt.js';

const part = z.looseObject({ type: z.string(), text: z.string().optional() });
const message = z.looseObject({
  role: z.string(),
  content: z.union([z.string(), z.array(part), z.null()]).optional(),
});

/** What is read of a request to `/v1/chat/completions`; all else is another server's business. */
export const completionSchema = z.looseObject({
  model: z.string(),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  metadata: z.looseObject({ session_id: z.string().trim().max(500).nullish() }).nullish(),
  user: z.string().trim().max(500).nullish(),
});

export type CompletionRequest = z.infer<typeof completionSchema>;

/** The text of the last message of a user; a session keeps all that was said before by itself. */
export function lastUserText({ messages }: CompletionRequest): string {
  const content = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  if (typeof content === 'string') return content;
  return content
    .filter(({ type }) => type === 'text')
    .map(({ text = '' }) => text)
    .join('\n');
}

/** The fields that every piece of a completion begins with. */
export interface CompletionHeader {
  id: string;
  created: number;
  model: string;
}

const usageOf = (receipt: Receipt) => {
  const prompt = receipt.promptTokensReported ?? receipt.promptTokensEstimated;
  const completion = receipt.completionTokens ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: receipt.cachedTokens ?? 0 },
  };
};

/** OpenAI's word for how a reply ended. */
const finishOf = ({ finishReason }: Receipt) =>
  finishReason === 'length'
    ? 'length'
    : finishReason === 'filtered' || finishReason === 'refused'
      ? 'content_filter'
      : 'stop';

export function wholeCompletion(header: CompletionHeader, content: string, receipt: Receipt): object {
  return {
    ...header,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: null,
        finish_reason: finishOf(receipt),
      },
    ],
    usage: usageOf(receipt),
  };
}

/** A chunk that says something; the first says who speaks. */
export function deltaChunk(
  header: CompletionHeader,
  delta: { role?: 'assistant'; content?: string },
): object {
  return chunk(header, [{ index: 0, delta, logprobs: null, finish_reason: null }]);
}

export function stopChunk(header: CompletionHeader, receipt: Receipt): object {
  return chunk(header, [{ index: 0, delta: {}, logprobs: null, finish_reason: finishOf(receipt) }]);
}

export function usageChunk(header: CompletionHeader, receipt: Receipt): object {
  return { ...chunk(header, []), usage: usageOf(receipt) };
}

function chunk(header: CompletionHeader, choices: object[]): object {
  return { ...header, object: 'chat.completion.chunk', choices };
}
