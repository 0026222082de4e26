import type { SessionView } from './session.js';
import type { FinishReason } from './finish-reason.js';
import type { MessageView } from './message.js';
import type { Receipt } from './receipt.js';
import type { IngestStatus, IngestStep } from './ingest.js';

export type Ack<T> = ({ ok: true } & T) | { ok: false; code: string; message: string };

/** A turn that runs, with what has come of it. */
export interface RunningTurnView {
  turnId: string;
  messageId: string;
  text: string;
  /** What the model has thought, and for how long so far. */
  thinking?: string;
  thinkingMs?: number;
  waiting?: TurnWaiting;
}

/** The model's server has asked for a pause: it is asked again then. */
export interface TurnWaiting {
  until: string;
  /** From now: clocks differ. */
  seconds: number;
  /** The code of the problem that it would be. */
  code: string;
}

/** The last reply is to be written anew, or carried on. */
export interface RewriteWish {
  sessionId: string;
  /** What answers, for this turn only; without it what answers the session. */
  connectionId?: string;
}

export interface ClientToServer {
  'session.open': (
    body: { sessionId: string },
    ack: (
      answer: Ack<{
        session: SessionView;
        /** The last 50. */
        messages: MessageView[];
        turn?: RunningTurnView;
      }>,
    ) => void,
  ) => void;
  'session.close': (body: { sessionId: string }, ack: (answer: Ack<object>) => void) => void;
  /** What is before the user's eyes; null when the page is hidden. Replies of others are notified. */
  'session.look': (body: { sessionId: string | null }, ack: (answer: Ack<object>) => void) => void;
  'message.send': (
    /** `pictures` are ids of pictures of this session; with them the text may be empty. */
    body: { sessionId: string; clientId: string; text: string; pictures?: string[] },
    ack: (answer: Ack<{ message: MessageView; turnId: string }>) => void,
  ) => void;
  'message.edit': (
    body: { sessionId: string; messageId: string; content: string },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  'message.choose': (
    body: { sessionId: string; messageId: string },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  'message.delete': (
    body: { sessionId: string; messageId: string; forever?: boolean },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  'message.pin': (
    body: { sessionId: string; messageId: string; pinned: boolean },
    ack: (answer: Ack<{ message: MessageView }>) => void,
  ) => void;
  /** Writes the user's next message in their stead, for the socket that asks; stored is nothing. */
  'draft.write': (
    body: { sessionId: string; draftId: string; begun?: string },
    ack: (answer: Ack<object>) => void,
  ) => void;
  'draft.stop': (body: { draftId: string }, ack: (answer: Ack<object>) => void) => void;
  'turn.stop': (body: { turnId: string }, ack: (answer: Ack<object>) => void) => void;
  'turn.regenerate': (body: RewriteWish, ack: (answer: Ack<{ turnId: string }>) => void) => void;
  'turn.continue': (body: RewriteWish, ack: (answer: Ack<{ turnId: string }>) => void) => void;
}

export interface ServerToClient {
  'message.created': (event: { message: MessageView }) => void;
  /** The story goes on elsewhere: the session is to be opened again. */
  'branch.opened': (event: { sessionId: string; branchId: string }) => void;
  /** Its title, its persona, its note or its budget is another. */
  'session.changed': (event: { sessionId: string; session: SessionView }) => void;
  /** Another version stands at a place; empty where it was taken out of the story. */
  'message.changed': (event: { sessionId: string; message: MessageView }) => void;
  /** `messageId` is the reply's row, made as the turn starts; `seq` its place. */
  'turn.started': (event: { turnId: string; sessionId: string; message: MessageView }) => void;
  /** `offset` counts UTF-16 units from the reply's beginning. */
  'turn.delta': (event: { turnId: string; sessionId: string; offset: number; text: string }) => void;
  /** As `turn.delta`, of what the model thinks before it speaks, and in between. */
  'turn.thinking': (event: { turnId: string; sessionId: string; offset: number; text: string }) => void;
  /** What was told as reply was thinking, or the other way round: these are all of both, in place of what came. */
  'turn.revised': (event: { turnId: string; sessionId: string; thinking: string; text: string }) => void;
  'turn.waiting': (event: { turnId: string; sessionId: string } & TurnWaiting) => void;
  'turn.finished': (event: {
    turnId: string;
    sessionId: string;
    message: MessageView;
    receipt: Receipt;
  }) => void;
  'turn.failed': (event: {
    turnId: string;
    sessionId: string;
    code: string;
    message: string;
    /** What the model's server said of it, in its own words. */
    detail?: string;
    finishReason?: FinishReason;
    retryable: boolean;
    partial: string;
  }) => void;
  /** To the socket that asked for it. `offset` counts UTF-16 units from the draft's beginning. */
  'draft.delta': (event: { draftId: string; sessionId: string; offset: number; text: string }) => void;
  /** With its receipt, unless it was stopped. */
  'draft.finished': (event: { draftId: string; sessionId: string; text: string; receipt?: Receipt }) => void;
  'draft.failed': (event: { draftId: string; sessionId: string; code: string; message: string }) => void;
  'ingest.progress': (event: {
    id: string;
    status: IngestStatus;
    step: IngestStep;
    progress: number;
    message: string;
  }) => void;
}
