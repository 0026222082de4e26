import { createContext, use } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import type { WrittenTurn } from '../../api/session-state.js';

/** The turn that is being written. Apart from the messages: with each word only its reply is drawn anew. */
export const WrittenTurnContext = createContext<WrittenTurn | null>(null);

/** A message as far as it is written. */
export function useWritten(message: MessageView): MessageView {
  // Only a reply that grows follows the turn; `use` may be left out by the others.
  const turn = message.status === 'streaming' ? use(WrittenTurnContext) : null;
  return turn?.seq === message.seq ? { ...message, content: turn.text, thinking: turn.thinking } : message;
}
