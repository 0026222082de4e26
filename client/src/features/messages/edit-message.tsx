import { useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { GrowingText } from '../../components/growing-text.js';
import { useLanguage } from '../../i18n/language.js';
import { useConversation } from './conversation-context.js';
import { ProblemNote } from '../../components/problem-note.js';

/** A message's text to be changed, in its place. */
export function EditMessage({ message, onEnd }: { message: MessageView; onEnd: () => void }) {
  const { words } = useLanguage();
  const { did, edits, saveAndAnswer } = useConversation();
  const [text, setText] = useState(edits.get(message.id) ?? message.content);
  const [failure, setFailure] = useState<Failure | null>(null);
  const mine = message.role === 'user';
  const isEmpty = !text.trim() && !message.pictures;

  function change(next: string) {
    setText(next);
    edits.set(message.id, next);
  }

  function end() {
    edits.delete(message.id);
    onEnd();
  }

  async function attempt(act: () => Promise<void>) {
    setFailure(null);
    // The conversation may be drawn anew before the answer comes: the message is not being changed any more.
    edits.delete(message.id);
    try {
      await act();
      onEnd();
    } catch (error) {
      edits.set(message.id, text);
      setFailure(asFailure(error));
    }
  }

  const answer = () => attempt(() => saveAndAnswer(message, text));
  const save = () =>
    attempt(async () => {
      if (text === message.content) return;
      await api.editMessage(message.sessionId, message.id, text);
      did(words.chat.edited, () => api.chooseVersion(message.sessionId, message.id), message.seq);
    });

  return (
    <form
      className="edit-message"
      onKeyDown={(event) => {
        // Escape and Enter also end the input of a Chinese word.
        if (event.nativeEvent.isComposing || event.keyCode === 229) return;
        if (event.key === 'Escape') {
          event.preventDefault();
          // The keys of the conversation go on from its message.
          event.currentTarget.closest('article')?.focus({ preventScroll: true });
          end();
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <GrowingText label={words.chat.editing} value={text} onChange={change} testid="edit-text" focus />
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        <button type="button" className="quiet" onClick={end}>
          {words.cancel}
        </button>
        <button
          type="submit"
          className={mine ? 'quiet' : 'primary'}
          disabled={isEmpty}
          data-testid="edit-save"
        >
          {words.chat.save}
        </button>
        {mine && (
          <button
            type="button"
            className="primary"
            disabled={isEmpty}
            title={words.chat.saveAndAnswerHint}
            onClick={() => void answer()}
            data-testid="edit-answer"
          >
            {words.chat.saveAndAnswer}
          </button>
        )}
      </div>
    </form>
  );
}
