/** What one event of a reply says; the two APIs tell it in different words. */
export interface ParsedEvent {
  text?: string | null;
  /** All of the text, for who was not told any of it before. */
  whole?: string;
  finish?: string | null;
  usage?: unknown;
  error?: unknown;
  /** Nothing follows. */
  done?: boolean;
}

/** The fields of a chat completion, whole or a chunk of it, that are read here. All of them may be missing. */
interface Completion {
  choices?: {
    delta?: { content?: string | null } | null;
    message?: { content?: string | null } | null;
    finish_reason?: string | null;
    usage?: unknown;
  }[];
  usage?: unknown;
  error?: unknown;
}

/** An event of `/chat/completions`, or a completion that was not streamed. */
export function chatEvent(event: Completion): ParsedEvent {
  const choice = event.choices?.[0];
  return {
    text: choice?.delta?.content ?? choice?.message?.content ?? null,
    finish: choice?.finish_reason ?? null,
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
  output?: { type?: string; content?: { type?: string; text?: string }[] }[];
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
    case 'response.refusal.delta':
      return { text: event.delta ?? null };
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
  const whole = (response.output ?? [])
    .filter(({ type }) => type === 'message')
    .flatMap(({ content }) => content ?? [])
    .map(({ text }) => text ?? '')
    .join('');
  return {
    whole,
    finish: reason === 'max_output_tokens' ? 'length' : (reason ?? 'stop'),
    usage: response.usage,
    error: response.error,
    done: true,
  };
}
