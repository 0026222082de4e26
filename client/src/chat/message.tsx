import { memo, useState } from 'react';
import type { MessageView, SessionView } from '../../../src/wire.js';
import { Icon } from '../icons.js';
import { scriptOf, useLanguage } from '../language.js';
import type { TurnFailure } from '../session-state.js';
import { Prose } from './prose.js';

interface MessageProps {
  message: MessageView;
  session: SessionView;
  /** The newest one, with nothing going on: what can be done with it is offered. */
  isLast: boolean;
  failure: TurnFailure | null;
  onAgain: () => void;
  onGoOn: () => void;
}

export const Message = memo(
  function Message({ message, session, isLast, failure, onAgain, onGoOn }: MessageProps) {
    const { words, time } = useLanguage();
    const streaming = message.status === 'streaming';
    const theirs = message.role === 'assistant';
    return (
      <article
        className={`message ${message.role} ${message.status}`}
        aria-label={`${theirs ? message.speaker : words.chat.you}, ${time(message.createdAt)}`}
        aria-busy={streaming}
        data-testid={streaming ? 'streaming-message' : 'message'}
        data-seq={message.seq}
        data-role={message.role}
        data-status={message.status}
      >
        {theirs && (
          <header aria-hidden="true">
            <span lang={scriptOf(message.speaker)}>{message.speaker || session.characterName}</span>
          </header>
        )}
        {streaming && !message.content ? (
          <p className="writing">
            {words.chat.writing(message.speaker || session.characterName)}
            <span className="dots" aria-hidden="true" />
          </p>
        ) : (
          <Prose text={message.content} open={streaming} />
        )}
        {theirs && <State message={message} failure={failure} />}
        <footer>
          <time dateTime={message.createdAt}>{time(message.createdAt)}</time>
          {message.swipes > 1 && <span>{words.chat.replies(message.swipes)}</span>}
          {!streaming && message.content && <CopyButton text={message.content} />}
          {isLast && theirs && (
            <>
              <button
                type="button"
                className="small"
                onClick={onAgain}
                data-testid={message.status === 'failed' ? 'retry' : 'regenerate'}
              >
                <Icon name="again" />
                {message.status === 'failed' ? words.retry : words.chat.again}
              </button>
              {message.content && (
                <button type="button" className="small" onClick={onGoOn} data-testid="continue">
                  <Icon name="goOn" />
                  {words.chat.goOn}
                </button>
              )}
            </>
          )}
        </footer>
      </article>
    );
  },
  // The handlers may be new ones; they do the same.
  (a, b) =>
    a.message === b.message &&
    a.isLast === b.isLast &&
    a.failure === b.failure &&
    a.session.characterName === b.session.characterName,
);

/** How a reply ended, where it did not end by itself. */
function State({ message, failure }: { message: MessageView; failure: TurnFailure | null }) {
  const { words, sentence } = useLanguage();
  const { status } = message;
  if (status === 'complete' || status === 'streaming') return null;
  return (
    <p className={`message-state ${status}`} role={failure ? 'alert' : undefined} data-testid="message-state">
      {status === 'failed' && <Icon name="warn" />}
      {words.chat[status]} {status === 'failed' && failure && sentence(failure)}
    </p>
  );
}

function CopyButton({ text }: { text: string }) {
  const { words } = useLanguage();
  const [done, setDone] = useState(false);
  // Missing where the page came over plain HTTP from another computer.
  if (!navigator.clipboard) return null;
  return (
    <button
      type="button"
      className="small"
      onClick={() =>
        void navigator.clipboard.writeText(text).then(
          () => {
            setDone(true);
            setTimeout(() => setDone(false), 1500);
          },
          () => undefined,
        )
      }
    >
      <Icon name={done ? 'check' : 'copy'} />
      {done ? words.chat.copied : words.chat.copy}
    </button>
  );
}
