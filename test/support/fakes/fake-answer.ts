import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeRequest } from './fake-request.js';

export type Text = string | ((request: FakeRequest) => string);

/** How a request is answered; what is left out, as usual. */
export interface FakeAnswer {
  /** Only for requests that pass; the others are answered as usual and do not use it up. */
  when?: (request: FakeRequest) => boolean;
  reply?: Text;
  /** Thought before the reply, as `reasoning_content`, or in another server's form. */
  reasoning?: string;
  reasoningForm?: 'reasoning_content' | 'reasoning' | 'reasoning_details' | 'parts';
  /** The reply comes as parts of a list, and choices without a number. */
  inParts?: boolean;
  /** Asks for this tool after the reply. */
  toolCall?: string;
  /** Between chunks. */
  chunkDelayMs?: number;
  /** Characters of a chunk; 4. */
  chunkSize?: number;
  /** The last chunk, or an answer that is no stream, waits for this. */
  until?: Promise<unknown>;
  /** Refuses with this status and OpenAI's usual words, or with `failBody`. */
  failStatus?: number;
  failBody?: unknown;
  /** Seconds, of `retry-after`. */
  retryAfter?: number;
  /** Destroys the connection after so many chunks; 0: before the headers. */
  cutAfter?: number;
  /** Ends the stream after so many chunks, without a finish and without `[DONE]`. */
  endAfter?: number;
  /** Sends an error within the stream after so many chunks. */
  errorAfter?: number;
  /** Never answers. */
  hang?: boolean;
  /** A reply without text. */
  empty?: boolean;
  /** The value that a schema is filled with, cut in the middle. */
  brokenJson?: boolean;
  /** In any server's word; `stop`. */
  finish?: string;
  /** Instead of the usage reckoned; null: none at all. */
  usage?: object | null;
}

const WORDS: Record<number, { message: string; type: string; code: string | null }> = {
  400: {
    message:
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
    type: 'invalid_request_error',
    code: 'context_length_exceeded',
  },
  401: {
    message: 'Incorrect API key provided: it is wrong.',
    type: 'invalid_request_error',
    code: 'invalid_api_key',
  },
  404: {
    message: 'The model `x` does not exist or you do not have access to it.',
    type: 'invalid_request_error',
    code: 'model_not_found',
  },
  429: { message: 'Rate limit reached.', type: 'requests', code: 'rate_limit_exceeded' },
  500: {
    message: 'The server had an error while processing your request.',
    type: 'server_error',
    code: null,
  },
};

/**
 * Answers with events, as far as it is told to.
 * @param delay milliseconds between chunks
 */
export async function streamAnswer(
  request: FakeRequest,
  answer: FakeAnswer,
  text: string,
  usage: object | null,
  delay: number,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  response.flushHeaders();
  const send = (choice: object | null, rest?: object) =>
    response.write(
      `data: ${JSON.stringify({ ...completion(request, 'chat.completion.chunk'), choices: choice ? [{ ...(answer.inParts ? {} : { index: 0 }), ...choice }] : [], ...rest })}\n\n`,
    );
  send({ delta: { role: 'assistant', content: '' }, finish_reason: null });
  for (const part of pieces(answer.reasoning ?? '', answer.chunkSize ?? 4)) {
    if (response.destroyed) return;
    send({ delta: thoughtIn(answer.reasoningForm ?? 'reasoning_content', part), finish_reason: null });
    if (delay > 0) await sleep(delay);
  }
  let sent = 0;
  const parts = pieces(text, answer.chunkSize ?? 4);
  for (const part of parts) {
    if (sent === parts.length - 1) await answer.until;
    if (response.destroyed) return;
    if (sent === answer.cutAfter) return void response.destroy();
    if (sent === answer.endAfter) return void response.end();
    if (sent === answer.errorAfter) {
      response.end(`data: ${JSON.stringify({ error: WORDS[500] })}\n\n`);
      return;
    }
    const content = answer.inParts ? [{ type: 'text', text: part }] : part;
    send({ delta: { content }, finish_reason: null });
    sent++;
    if (delay > 0) await sleep(delay);
  }
  const tools = answer.toolCall && [{ id: 'call_1', function: { name: answer.toolCall, arguments: '{}' } }];
  if (tools) send({ delta: { tool_calls: tools }, finish_reason: null });
  send({ delta: {}, finish_reason: answer.finish ?? (tools ? 'tool_calls' : 'stop') });
  if (usage && request.json.stream_options?.include_usage) send(null, { usage });
  response.end('data: [DONE]\n\n');
}

/** A piece of thinking in the form of one server or another. */
function thoughtIn(form: NonNullable<FakeAnswer['reasoningForm']>, text: string): object {
  if (form === 'reasoning_details')
    return { content: '', reasoning_details: [{ type: 'reasoning.text', text }] };
  if (form === 'parts') return { content: [{ type: 'thinking', thinking: [{ type: 'text', text }] }] };
  return { content: '', [form]: text };
}

/** A token is four bytes; a kept prefix costs what providers say it does, nothing anew. */
export function usageFor(bytes: number, cachedBytes: number, text: string): object {
  const prompt = Math.ceil(bytes / 4);
  const answered = Math.ceil(text.length / 4);
  return {
    prompt_tokens: prompt,
    completion_tokens: answered,
    total_tokens: prompt + answered,
    prompt_tokens_details: { cached_tokens: Math.floor(cachedBytes / 4) },
  };
}

export function completion(request: FakeRequest, object: string): object {
  return { id: `chatcmpl-${request.n}`, object, created: 0, model: request.json.model };
}

/** By code points, so that no character comes apart. */
function pieces(text: string, size: number): string[] {
  const points = Array.from(text);
  return Array.from({ length: Math.ceil(points.length / size) }, (_, i) =>
    points.slice(i * size, (i + 1) * size).join(''),
  );
}

/** Refuses as OpenAI does. */
export function refuse(response: ServerResponse, answer: FakeAnswer): void {
  const status = answer.failStatus ?? 500;
  if (answer.retryAfter !== undefined) response.setHeader('retry-after', String(answer.retryAfter));
  json(response, status, answer.failBody ?? { error: { param: null, ...(WORDS[status] ?? WORDS[500]) } });
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
