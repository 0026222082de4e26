/** What one event of a reply says; the two APIs tell it in different words. */
export interface ParsedEvent {
  text?: string | null;
  /** All of the text, for who was not told any of it before. */
  whole?: string;
  /** What the model thinks before it speaks, where the server tells it apart. */
  thought?: string | null;
  /** All of that, for who was not told any of it before. */
  wholeThought?: string;
  /** Another stretch of thinking begins. */
  thinksAnew?: boolean;
  finish?: string | null;
  /** What it says is said in place of a reply, which the model or its server refuses. */
  refused?: boolean;
  /** The name of a tool that the model asks for. */
  tool?: string;
  usage?: unknown;
  error?: unknown;
  /** Nothing follows. */
  done?: boolean;
}

/** A part of what a model says, as Mistral, Anthropic and OpenAI divide it. */
interface ContentPart {
  type?: string;
  text?: unknown;
  thinking?: unknown;
  refusal?: unknown;
}

type Content = string | ContentPart[] | null;

interface MessageContent {
  content?: Content;
  refusal?: string | null;
  /** DeepSeek's name, llama.cpp's and most Chinese providers'. */
  reasoning_content?: string | null;
  /** OpenRouter's, Ollama's, vLLM's. */
  reasoning?: string | null;
  reasoning_details?: { text?: unknown; summary?: unknown }[] | null;
  tool_calls?: { function?: { name?: string | null } }[] | null;
  function_call?: { name?: string | null } | null;
}

/** The fields of a chat completion, whole or a chunk of it, that are read here. All of them may be missing. */
interface Completion {
  choices?: {
    delta?: MessageContent | null;
    message?: MessageContent | null;
    finish_reason?: string | null;
    usage?: unknown;
  }[];
  usage?: unknown;
  error?: unknown;
}

/** An event of `/chat/completions`, or a completion that was not streamed. */
export function chatEvent(event: Completion): ParsedEvent {
  const choice = event.choices?.[0];
  const content = choice?.delta ?? choice?.message;
  const text = contentText(content?.content);
  const refused = typeof content?.refusal === 'string' && content.refusal !== '';
  return {
    text: text || (refused ? content.refusal : text) || null,
    thought: content ? thoughtOf(content) : null,
    finish: choice?.finish_reason ?? null,
    refused,
    tool: content?.tool_calls?.[0]?.function?.name ?? content?.function_call?.name ?? undefined,
    usage: event.usage ?? choice?.usage,
    error: event.error,
  };
}

/** What is said in a message's content, which may come in parts. */
export function contentText(content: unknown): string | null {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return null;
  return (content as (ContentPart | null)[])
    .map((part) => (part?.type === 'thinking' ? '' : word(part?.text ?? part?.refusal)))
    .join('');
}

function thoughtOf({ content, ...message }: MessageContent): string | null {
  const plain = word(message.reasoning_content) || word(message.reasoning);
  if (plain) return plain;
  if (Array.isArray(message.reasoning_details))
    return message.reasoning_details.map((one) => word(one?.text ?? one?.summary)).join('');
  if (!Array.isArray(content)) return null;
  return content
    .map((part) => (part?.type === 'thinking' ? (contentText(part.thinking) ?? word(part.text)) : ''))
    .join('');
}

const word = (value: unknown) => (typeof value === 'string' ? value : '');

/** The fields of a response that are read here. */
interface Response {
  id?: string;
  usage?: unknown;
  error?: unknown;
  incomplete_details?: { reason?: string } | null;
  output?: {
    type?: string;
    name?: string;
    content?: { type?: string; text?: string; refusal?: string }[] | null;
    summary?: { text?: string }[] | null;
  }[];
}

/** A streaming event of `/responses`. */
export interface ResponseEvent {
  type?: string;
  delta?: string;
  response?: Response;
  error?: unknown;
}

/** An event of `/responses`, or a response that was not streamed. */
export function responsesEvent(event: ResponseEvent): ParsedEvent {
  switch (event.type) {
    case 'response.output_text.delta':
      return { text: event.delta ?? null };
    case 'response.refusal.delta':
      return { text: event.delta ?? null, refused: true };
    case 'response.reasoning_summary_part.added':
      return { thinksAnew: true };
    case 'response.reasoning_summary_text.delta':
    case 'response.reasoning_text.delta':
      return { thought: event.delta ?? null };
    case 'response.completed':
    case 'response.incomplete':
    case 'response.failed':
      return ended(event.response ?? {});
    case 'error':
      return { error: event.error ?? event };
    default:
      return event.type === undefined ? ended(event as Response) : {};
  }
}

function ended(response: Response): ParsedEvent {
  const output = response.output ?? [];
  const content = output.filter(({ type }) => type === 'message').flatMap(({ content }) => content ?? []);
  const thoughts = output
    .filter(({ type }) => type === 'reasoning')
    .flatMap(({ content, summary }) => (content?.length ? content : (summary ?? [])));
  return {
    whole: content.map(({ text, refusal }) => text ?? refusal ?? '').join(''),
    wholeThought: thoughts.map(({ text }) => text ?? '').join('\n\n'),
    refused: content.some(({ type }) => type === 'refusal'),
    finish: response.incomplete_details?.reason ?? 'stop',
    tool: output.find(({ type }) => type === 'function_call')?.name,
    usage: response.usage,
    error: response.error,
    done: true,
  };
}
