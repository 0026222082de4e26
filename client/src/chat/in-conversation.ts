import { createContext, useContext } from 'react';

/** What anything within a conversation can ask of it. */
export interface InConversation {
  /** Shows what a turn sent. */
  inspect: (turnId: string) => void;
  /** Goes to a message, wherever it is. */
  goTo: (seq: number) => void;
  /** Something was done that can be undone, and how. */
  did: (what: string, undo: () => Promise<unknown>) => void;
}

export const ConversationContext = createContext<InConversation>({
  inspect: () => undefined,
  goTo: () => undefined,
  did: () => undefined,
});

export const useConversation = () => useContext(ConversationContext);
