import { useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { useConversation } from './conversation-context.js';
import { ProblemNote } from '../../components/problem-note.js';

/** Where a message was taken out of the story: it can be brought back, until it is deleted for good. */
export function RemovedMessage({ message }: { message: MessageView }) {
  const { words } = useLanguage();
  const conversation = useConversation();
  const [asking, setAsking] = useState(false);
  const [wiped, setWiped] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, sessionId } = message;
  const attempt = (act: () => Promise<unknown>) => {
    setFailure(null);
    act().catch((error: unknown) => setFailure(asFailure(error)));
  };

  async function bringBack() {
    const { items } = await api.messageVersions(sessionId, id);
    const last = items.filter(({ content }) => content).at(-1);
    if (last) await api.chooseVersion(sessionId, last.id);
    else setWiped(true);
  }

  const gone = wiped || message.swipes === 1;
  return (
    <article className="message-removed" data-testid="removed-message" data-seq={message.seq}>
      <p className="message-state">
        {gone ? words.chat.wiped : words.chat.removed}
        {!gone && (
          <>
            <button
              type="button"
              className="plain"
              onClick={() => attempt(bringBack)}
              data-testid="bring-back"
            >
              {words.chat.bringBack}
            </button>
            <button type="button" className="plain" onClick={() => setAsking(true)} data-testid="wipe">
              {words.chat.wipe}
            </button>
          </>
        )}
      </p>
      {failure && <ProblemNote failure={failure} />}
      {asking && (
        <ConfirmDialog
          title={words.chat.wipeTitle}
          text={words.chat.wipeText}
          yes={words.chat.wipe}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            attempt(async () => {
              await api.deleteMessage(sessionId, id, true);
              setWiped(true);
              conversation.wiped(message.seq);
            });
          }}
        />
      )}
    </article>
  );
}
