import type { ModelCard } from './about.js';
import type { SpendingBudget } from './spending.js';

/** How a conversation travels: `/chat/completions`, OpenAI's `/responses`, or a socket to that. */
export const TRANSPORTS = ['chat', 'responses', 'responses-ws'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** How much a model thinks before it answers; each supplier is told in its own words. */
export const THINKING_EFFORTS = ['off', 'low', 'medium', 'high', 'max'] as const;
export type ThinkingEffort = (typeof THINKING_EFFORTS)[number];

/** Per million tokens, in whatever currency the supplier bills. */
export interface Price {
  input: number;
  cachedInput: number;
  output: number;
}

/** How a model is asked. What is absent is not sent, so that the server's own default holds. */
export interface Preset {
  temperature?: number;
  topP?: number;
  topK?: number;
  minP?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  repetitionPenalty?: number;
  dry?: { multiplier: number; base?: number; allowedLength?: number };
  xtc?: { probability: number; threshold?: number };
  /** Tokens that a reply may take, thinking included. */
  maxReplyTokens?: number;
  stop?: string[];
  seed?: number;
  thinking?: ThinkingEffort;
  /** Sent as it is, beside what is known here; it never replaces the model, the messages or the stream. */
  extra?: Record<string, unknown>;
}

/** `GET /api/connections/:id`: a model as it is reached. No answer ever holds its key. */
export interface ConnectionView {
  id: string;
  name: string;
  /** Who runs it, by the name of the list of suppliers; empty where that is not known. */
  supplier: string;
  /** The API's root, such as `https://api.openai.com/v1`. */
  baseUrl: string;
  hasKey: boolean;
  /** There is a key, and SECRET_KEY or the data folder is another than when it was stored: it has to be entered again. */
  keyUnreadable: boolean;
  /** Names of headers that are sent beside the key; their values stay here. */
  headers: string[];
  /** Empty: the first that the server lists. */
  model: string;
  /** In tokens; absent: as the server says. */
  window?: number;
  price?: Price;
  transport: Transport;
  preset: Preset;
  /** How much its background work may spend; `{}`: no limit, and long histories are asked about first. */
  budget: SpendingBudget;
  /** Whether its model sees pictures, where that was set; null: as is known of it. */
  sees: boolean | null;
  /** What its server refused, by model: not sent to it again. */
  refused: Record<string, string[]>;
  /** Talked with wherever no other is chosen. */
  isDefault: boolean;
  /** Asked for summaries, sheets and drafts instead of the one that talks. */
  isBackground: boolean;
  /** The model that its server makes vectors with; empty: none. */
  embeddingModel: string;
  /** Its vectors help to find what was said before. */
  isRecall: boolean;
  /** Made of the environment: it changes there. */
  readOnly: boolean;
  /** How many have chosen it; they go on with the default when it is deleted. */
  usedBy: { characters: number; sessions: number };
  /** Goes up with each change; a PATCH that names an older one is a conflict. */
  revision: number;
  createdAt: string;
}

/** `GET /api/connections` */
export interface ConnectionsView {
  items: ConnectionView[];
  /** What answers where nothing is chosen. */
  model: ModelCard;
}

/** What somebody says of a connection; what is absent stays as it is, null takes it away. */
export interface ConnectionWish {
  name?: string;
  supplier?: string;
  baseUrl?: string;
  /** An empty one takes it away. */
  apiKey?: string;
  headers?: Record<string, string>;
  model?: string;
  window?: number | null;
  price?: Price | null;
  transport?: Transport;
  preset?: Preset;
  budget?: SpendingBudget;
  sees?: boolean | null;
  isDefault?: boolean;
  isBackground?: boolean;
  embeddingModel?: string;
  isRecall?: boolean;
  /** The one that was read: where it is another by now, nothing is changed. */
  revision?: number;
}
