import type { ComposedMessages } from '../../context/request/composed-messages.js';
import type { PromptMessage, Transcript } from '../../context/request/transcript.js';
import type { PictureView } from '../../contracts/message.js';
import type { Receipt } from '../../contracts/receipt.js';
import type { MemberView } from '../../contracts/session.js';
import type { TokenBudget } from '../memory/fold-plan.js';
import type { Tail } from '../prompt/tail/tail-builder.js';
import type { SessionSnapshot } from '../story/session-snapshot.js';
import type { IncomingMessage } from './admission.js';

/** What a request is made for. */
export interface PromptRequest {
  turnId: string | null;
  /** The number of the last message in the transcript. */
  upTo: number;
  /** Messages just stored, which need not be read. */
  known: readonly PromptMessage[];
  /** A message that is not stored yet. */
  next?: Omit<PromptMessage, 'seq'>;
  /** The user's next message is to be written in their stead, beginning like this. */
  draft?: { begun: string };
  /** What there is of a reply that is carried on. */
  base?: string;
}

/** What somebody says. */
export interface SaidMessage extends Pick<IncomingMessage, 'text' | 'memberId'> {
  attached?: readonly PictureView[];
  /** A picture was named that is not there. */
  missing?: boolean;
}

/** A message that is not stored yet, and who says it. */
export interface WeighedMessage extends Omit<PromptMessage, 'seq'> {
  /** As it was written, where a script of the card has changed it. */
  raw: string | null;
  member: MemberView;
  /** Pictures that it shows; its content names them. */
  attached: readonly PictureView[];
}

/** A request, ready to send. */
export interface BuiltPrompt {
  snapshot: SessionSnapshot;
  transcript: Transcript;
  composed: ComposedMessages;
  tail: Tail;
  receipt: Receipt;
  /** Estimated, before what was learned of the model's own count. */
  tokens: number;
  means: TokenBudget;
}
