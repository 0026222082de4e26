import { createContext, useContext } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';

/** What anything within a conversation can ask of it. */
export interface ConversationActions {
  /** Shows what a turn sent. */
  inspect: (turnId: string) => void;
  /** Goes to a message, wherever it is. */
  goTo: (seq: number) => void;
  /** Something was done that can be undone, and how; to which message, if to one. */
  did: (what: string, undo: () => Promise<unknown>, seq?: number) => void;
  /** Has the last reply written anew by another connection, for this once. */
  regenerateWith: (connectionId: string) => void;
  /** Changes one's own message and has it answered: on a branch of its own where the story went on long ago. */
  saveAndAnswer: (message: MessageView, text: string) => Promise<void>;
  /** A message is gone for good, and with it what could be undone of it. */
  wiped: (seq: number) => void;
  /** A message that is to be opened to be changed; another object each time. */
  toEdit: { id: string } | null;
  /** Texts that are being written in the place of messages, by these messages' ids: a list draws only what is seen. */
  edits: Map<string, string>;
}

export const ConversationContext = createContext<ConversationActions>({
  inspect: () => undefined,
  goTo: () => undefined,
  did: () => undefined,
  regenerateWith: () => undefined,
  saveAndAnswer: async () => undefined,
  wiped: () => undefined,
  toEdit: null,
  edits: new Map(),
});

export const useConversation = () => useContext(ConversationContext);
