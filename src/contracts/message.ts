import type { FinishReason } from './finish-reason.js';
import type { Receipt } from './receipt.js';
import type { Page } from './paging.js';

export type MessageRole = 'user' | 'assistant';

export type MessageStatus = 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'failed';

/** A picture that was said with a message: `GET /api/sessions/:id/pictures/:pictureId` */
export interface PictureView {
  id: string;
  name: string;
  /** In pixels, as it is shown and sent to models. */
  width: number;
  height: number;
  /** Estimated, for a model that sees. */
  tokens: number;
}

/** `POST /api/sessions/:id/pictures` */
export interface AttachedPictureView extends PictureView {
  /** The model of this conversation will see it; else it is told the name. */
  seen: boolean;
}

/** A message shows so many at most. */
export const MOST_PICTURES = 8;

/** By which bridge a message came, and who wrote it there. */
export interface MessageVia {
  /** The bridge's id. */
  bridge: string;
  /** Its kind. */
  platform: string;
  /** As they are called there. */
  author: string;
}

export interface MessageView {
  id: string;
  sessionId: string;
  /** The place in the story, from 1. */
  seq: number;
  role: MessageRole;
  /** The name of who speaks. */
  speaker: string;
  content: string;
  /** In their order; absent without any. */
  pictures?: PictureView[];
  createdAt: string;
  turnId: string | null;
  status: MessageStatus;
  /** How many replies or versions there are at this place, this one included. */
  swipes: number;
  /** Which of them this is, from 1. */
  version: number;
  /** Absent: it was written here. */
  via?: MessageVia;
  /** It is always to be remembered. */
  pinned?: true;
  /** As the model wrote it, where it was cleaned. */
  raw?: string;
  /** The code of the problem, where its status is `failed`; what was refused is shown and never sent. */
  failure?: string;
  /** What the model's server said of it, in its own words. */
  failureDetail?: string;
  /** What the model thought before it spoke; never sent to a model again. */
  thinking?: string;
  /** Of a reply whose end is known. */
  finishReason?: FinishReason;
  receipt?: Receipt;
}

/** An item of `GET /api/sessions/:id/messages/:messageId/versions` */
export interface MessageVersion extends MessageView {
  /** It stands in the story. */
  chosen: boolean;
}

/** `GET /api/sessions/:id/messages`, oldest first; `next` leads to earlier messages, as `before`. */
export interface MessagesView extends Page<MessageView> {
  /** Pass it as `after` for what follows; absent at the end of the story, and where the newest were asked for. */
  later?: string;
  /** The number around which was looked, where one or a time was given. */
  around?: number;
}

/** `GET /api/sessions/:id/cleaning`: replies that would be cleaned, and the first of them */
export interface CleaningView {
  changes: number;
  items: { messageId: string; seq: number; before: string; after: string }[];
}

/** An item of `GET /api/sessions/:id/pins`, in the order of the story */
export interface PinView {
  message: MessageView;
  pinnedAt: string;
  /** Where the next turn sends it: within the history, with the chronicle, or in the tail until that is rendered anew. */
  stands: 'history' | 'chronicle' | 'tail';
}
