/** A character as `GET /v1/models` lists it. */
export interface ModelObject {
  /** Readable and good for ever, such as `mira-3f2a9c1e`; the character's own id is taken, too. */
  id: string;
  object: 'model';
  created: number;
  owned_by: 'keepsake';
  /** The character's name. */
  name: string;
  character_id: string;
}

export interface ModelList {
  object: 'list';
  data: ModelObject[];
}

/** An item of `GET /v1/sessions`: a conversation that a program has begun by a key of its own. */
export interface OutsideSession {
  id: string;
  object: 'session';
  /** What was sent as `user`, `metadata.session_id` or `X-Session-Id`; empty where nothing was. */
  user: string;
  model: string;
  character_id: string;
  messages: number;
  created: number;
  updated: number;
}

export interface OutsideSessionList {
  object: 'list';
  data: OutsideSession[];
}

/** The fields that every piece of a completion begins with. */
export interface CompletionHeader {
  id: string;
  created: number;
  model: string;
}

export interface CompletionUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
}

export interface Completion extends CompletionHeader {
  object: 'chat.completion';
  choices: {
    index: number;
    message: {
      role: 'assistant';
      content: string;
      refusal: string | null;
      /** What the model thought before it spoke. */
      reasoning_content?: string;
    };
    logprobs: null;
    finish_reason: 'stop' | 'length' | 'content_filter';
  }[];
  usage: CompletionUsage;
}

/** What a chunk says; the first says who speaks. */
export interface CompletionDelta {
  role?: 'assistant';
  content?: string;
  reasoning_content?: string;
}

/** A `data:` line of a completion that streams; the last line is `[DONE]`. */
export interface CompletionChunk extends CompletionHeader {
  object: 'chat.completion.chunk';
  choices: {
    index: number;
    delta: CompletionDelta;
    logprobs: null;
    finish_reason: 'stop' | 'length' | 'content_filter' | null;
  }[];
  /** On the last one, where it was asked for. */
  usage?: CompletionUsage;
}
