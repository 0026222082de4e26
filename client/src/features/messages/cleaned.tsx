import { useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { useConversation } from './conversation-context.js';

/** Says that a reply was cleaned, shows it as the model wrote it, and puts that back. */
export function Cleaned({ message, raw }: { message: MessageView; raw: string }) {
  const { words } = useLanguage();
  return (
    <details className="cleaned" data-testid="cleaned">
      <summary>{words.chat.cleaning.cleaned}</summary>
      <p className="cleaned-raw" data-testid="cleaned-raw">
        {raw}
      </p>
      <PutBack message={message} label={words.chat.cleaning.putBack} />
    </details>
  );
}

/** Lets what the model wrote stand, whatever was made of it. */
export function PutBack({ message, label }: { message: MessageView; label: string }) {
  const { words } = useLanguage();
  const { did } = useConversation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, sessionId, seq } = message;

  async function putBack() {
    setFailure(null);
    try {
      await api.putBackRaw(sessionId, id);
      did(words.chat.cleaning.restored, () => api.chooseVersion(sessionId, id), seq);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <>
      <button type="button" className="plain" onClick={() => void putBack()} data-testid="put-back">
        {label}
      </button>
      {failure && <ProblemNote failure={failure} />}
    </>
  );
}
