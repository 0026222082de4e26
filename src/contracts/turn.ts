import type { Receipt } from './receipt.js';

/** An item of `GET /api/sessions/:id/turns`, newest first: what charts are drawn from. */
export interface TurnView {
  turnId: string;
  kind: 'reply' | 'regenerate' | 'continue';
  status: 'running' | 'finished' | 'stopped' | 'failed' | 'interrupted';
  at: string;
  receipt: Receipt;
}

/** A part of a request, in the order sent. Only the history comes without its text: page through the messages. */
export interface RequestPart {
  kind: 'pinned' | 'chronicle' | 'source' | 'frame' | 'rules' | 'history' | 'tail';
  /** Estimated. */
  tokens: number;
  bytes: number;
  /** Of those bytes, how many the turn before had sent already. */
  keptBytes: number;
  text?: string;
  fromSeq?: number;
  toSeq?: number;
  messages?: number;
}

/** `GET /api/sessions/:id/turns/:turnId/request`: what a turn sent, rebuilt from the database. */
export interface SentView {
  turnId: string;
  /** Whether the rebuilt bytes are the very ones that were sent, by their SHA-256. */
  exact: boolean;
  parts: RequestPart[];
  receipt: Receipt;
}

/** `POST /api/sessions/:id/impersonate` */
export interface DraftView {
  /** What follows `begun`. */
  text: string;
  receipt: Receipt;
}

/** `POST /api/sessions/:id/context` */
export interface ContextView {
  request: { model: string; messages: { role: 'system' | 'user' | 'assistant'; content: string }[] };
  receipt: Receipt;
}
