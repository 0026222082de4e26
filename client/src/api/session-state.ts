import type { FinishReason } from '../../../src/contracts/finish-reason.js';
import type { AttachedPictureView, MessageView } from '../../../src/contracts/message.js';
import type { Receipt } from '../../../src/contracts/receipt.js';
import type { SessionView } from '../../../src/contracts/session.js';
import type { RunningTurnView } from '../../../src/contracts/sockets.js';
import { type MessageRange, NO_MESSAGES } from './message-range.js';
import type { TurnProgress } from './turn-progress.js';

/** A message on its way: shown at once, sent until the server has acknowledged it. */
export interface Unsent {
  clientId: string;
  text: string;
  pictures?: AttachedPictureView[];
  createdAt: string;
  /** Its message was heard of before the acknowledgement came, so it is not shown twice. */
  heard: boolean;
}

export interface Refused {
  text: string;
  pictures?: AttachedPictureView[] | undefined;
  code: string;
  message: string;
}

export interface TurnFailure {
  turnId: string;
  code: string;
  message: string;
  retryable: boolean;
  /** What the model's server said of it. */
  detail?: string;
  finishReason?: FinishReason;
}

/** A turn whose reply is being written. */
export interface WrittenTurn {
  turnId: string;
  /** The number of its reply, which stands among the messages as it began. */
  seq: number;
  /** What it says by now. */
  text: string;
  thinking: string | undefined;
}

/** A conversation as this client knows it. */
export interface SessionState extends MessageRange {
  session: SessionView | null;
  turn: WrittenTurn | null;
  progress: TurnProgress | null;
  /** The reply that was finished last, whatever is read meanwhile. */
  finished: MessageView | null;
  /** A turn that was promised and has not begun. */
  awaited: string | null;
  failure: TurnFailure | null;
  unsent: Unsent[];
  refused: Refused | null;
  /** Something was missed: the session is to be opened again. */
  behind: boolean;
}

export type SessionAction =
  | {
      type: 'opened';
      session: SessionView;
      messages: MessageView[];
      turn?: RunningTurnView;
      at: number;
      /** The newest are asked for, whatever is read. */
      toEnd?: boolean;
    }
  | { type: 'left' }
  | { type: 'earlier'; messages: MessageView[]; more: boolean }
  | { type: 'later'; messages: MessageView[]; more: boolean }
  | { type: 'moved'; to: MessageRange }
  | { type: 'trimmed'; readSeq: number }
  | { type: 'changed'; session: SessionView }
  | {
      type: 'queued';
      clientId: string;
      text: string;
      pictures?: AttachedPictureView[];
      createdAt: string;
    }
  | { type: 'acknowledged'; clientId: string; message: MessageView; turnId: string }
  | { type: 'refused'; clientId: string; code: string; message: string }
  | { type: 'awaiting'; turnId: string }
  | { type: 'created'; message: MessageView }
  | { type: 'started'; turnId: string; message: MessageView }
  | { type: 'delta'; turnId: string; offset: number; text: string; at: number }
  | { type: 'thinking'; turnId: string; offset: number; text: string; at: number }
  | { type: 'revised'; turnId: string; thinking: string; text: string }
  | { type: 'waiting'; turnId: string; seconds: number; code: string; at: number }
  | { type: 'finished'; turnId: string; message: MessageView; receipt: Receipt }
  | ({ type: 'failed'; partial: string } & TurnFailure);

export function newSessionState(unsent: Unsent[]): SessionState {
  return {
    ...NO_MESSAGES,
    session: null,
    turn: null,
    progress: null,
    finished: null,
    awaited: null,
    failure: null,
    unsent,
    refused: null,
    behind: false,
  };
}
