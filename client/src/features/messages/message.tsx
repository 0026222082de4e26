import { memo, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import type { TurnFailure } from '../../api/session-state.js';
import { Cleaned } from './cleaned.js';
import { EditMessage } from './edit-message.js';
import { MessageTools } from './message-tools.js';
import { MessageText } from './message-text.js';
import { useShownText } from './shown-text.js';
import { RemovedMessage } from './removed-message.js';
import { ReplyState } from './reply-state.js';
import { ReplyWriting } from './reply-writing.js';
import { Thinking } from './thinking.js';

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
        {message.thinking && <Thinking message={message} text={message.thinking} />}
        {streaming && !message.content ? (
          !message.thinking && <ReplyWriting name={message.speaker || session.characterName} />
        ) : editing ? (
          <EditMessage message={message} onEnd={() => setEditing(false)} />
        ) : (
          <ShownMessage message={message} />
        )}
        {message.raw !== undefined && !streaming && <Cleaned message={message} raw={message.raw} />}
        {theirs && <ReplyState message={message} failure={failure} onGoOn={isLast ? onGoOn : null} />}
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
