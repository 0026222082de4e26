import { memo, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import type { TurnFailure } from '../../api/session-state.js';
import { Cleaned, PutBack } from './cleaned.js';
import { EditMessage } from './edit-message.js';
import { MessageTools } from './message-tools.js';
import { MessageText } from './message-text.js';
import { useShownText } from './shown-text.js';
import { RemovedMessage } from './removed-message.js';

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
    const [editing, setEditing] = useState(false);
    if (!message.content && message.status === 'complete') return <RemovedMessage message={message} />;
    return (
      <article
        className={`message ${message.role} ${message.status}${message.pinned ? ' pinned' : ''}`}
        aria-label={`${theirs ? message.speaker : words.chat.you}, ${time(message.createdAt)}`}
        tabIndex={-1}
        aria-busy={streaming}
        data-testid={streaming ? 'streaming-message' : 'message'}
        data-seq={message.seq}
        data-role={message.role}
        data-status={message.status}
      >
        {theirs ? (
          <header>
            <span aria-hidden="true" lang={scriptOf(message.speaker)}>
              {message.speaker || session.characterName}
            </span>
            {message.pinned && <PinMark />}
          </header>
        ) : (
          message.pinned && <PinMark />
        )}
        {streaming && !message.content ? (
          <p className="writing">
            {words.chat.writing(message.speaker || session.characterName)}
            <span className="dots" aria-hidden="true" />
          </p>
        ) : editing ? (
          <EditMessage message={message} onEnd={() => setEditing(false)} />
        ) : (
          <ShownMessage message={message} />
        )}
        {message.raw !== undefined && !streaming && <Cleaned message={message} raw={message.raw} />}
        {theirs && <State message={message} failure={failure} />}
        <MessageTools
          message={message}
          isLast={isLast}
          onEdit={() => setEditing(true)}
          onAgain={onAgain}
          onGoOn={onGoOn}
        />
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

/** By itself, so that only this is drawn anew where scripts change. */
function ShownMessage({ message }: { message: MessageView }) {
  const shown = useShownText();
  return <MessageText text={shown(message)} open={message.status === 'streaming'} />;
}

function PinMark() {
  const { words } = useLanguage();
  return (
    <span
      className="pin-mark"
      role="img"
      aria-label={words.chat.pinned}
      title={words.chat.pinned}
      data-testid="pin-mark"
    >
      <Icon name="pin" />
    </span>
  );
}

/** How a reply ended, where it did not end by itself. */
function State({ message, failure }: { message: MessageView; failure: TurnFailure | null }) {
  const { words, sentence } = useLanguage();
  const { status } = message;
  if (status === 'complete' || status === 'streaming') return null;
  const known = failure ?? (message.failure ? { code: message.failure, message: '' } : null);
  const refused = known?.code === 'model_refused';
  return (
    <p className={`message-state ${status}`} role={failure ? 'alert' : undefined} data-testid="message-state">
      {status === 'failed' && <Icon name="warn" />}
      {!refused && words.chat[status]} {status === 'failed' && known && sentence(known)}
      {refused && message.content && <PutBack message={message} label={words.chat.cleaning.letStand} />}
    </p>
  );
}
