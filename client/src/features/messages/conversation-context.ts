import { createContext, useContext } from 'react';

/** What anything within a conversation can ask of it. */
export interface ConversationActions {
  /** Shows what a turn sent. */
  inspect: (turnId: string) => void;
  /** Goes to a message, wherever it is. */
  goTo: (seq: number) => void;
  /** Something was done that can be undone, and how; to which message, if to one. */
  did: (what: string, undo: () => Promise<unknown>, seq?: number) => void;
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
  wiped: () => undefined,
  toEdit: null,
  edits: new Map(),
});

export const useConversation = () => useContext(ConversationContext);
