/** What one event of a reply says; the two APIs tell it in different words. */
export interface ParsedEvent {
  text?: string | null;
  /** All of the text, for who was not told any of it before. */
  whole?: string;
  finish?: string | null;
  /** What it says is said in place of a reply, which the model or its server refuses. */
  refused?: boolean;
  usage?: unknown;
  error?: unknown;
  /** Nothing follows. */
  done?: boolean;
}

interface MessageContent {
  content?: string | null;
  refusal?: string | null;
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
  const refused = typeof content?.refusal === 'string' && content.refusal !== '';
  return {
    text: content?.content || (refused ? content.refusal : content?.content) || null,
    finish: choice?.finish_reason ?? null,
    refused,
    usage: event.usage ?? choice?.usage,
    error: event.error,
  };
}

/** The fields of a response that are read here. */
interface Response {
  id?: string;
  usage?: unknown;
  error?: unknown;
  incomplete_details?: { reason?: string } | null;
  output?: { type?: string; content?: { type?: string; text?: string; refusal?: string }[] }[];
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
  const reason = response.incomplete_details?.reason;
  const content = (response.output ?? [])
    .filter(({ type }) => type === 'message')
    .flatMap(({ content }) => content ?? []);
  return {
    whole: content.map(({ text, refusal }) => text ?? refusal ?? '').join(''),
    refused: content.some(({ type }) => type === 'refusal'),
    finish: reason === 'max_output_tokens' ? 'length' : (reason ?? 'stop'),
    usage: response.usage,
    error: response.error,
    done: true,
  };
}
