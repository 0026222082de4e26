import { useState } from 'react';
import type { MessageView } from '../../../src/wire.js';
import { api } from '../api.js';
import { asFailure, type Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { useLanguage } from '../language.js';
import { ProblemNote } from '../problem-note.js';
import { Versions } from './versions.js';

interface MessageToolsProps {
  message: MessageView;
  /** The newest one, with nothing going on. */
  isLast: boolean;
  onEdit: () => void;
  onAgain: () => void;
  onGoOn: () => void;
}

/** What can be done with a message, at its foot. Whatever changes comes back as an event, here and everywhere else. */
export function MessageTools({ message, isLast, onEdit, onAgain, onGoOn }: MessageToolsProps) {
  const { words, time } = useLanguage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const theirs = message.role === 'assistant';
  const streaming = message.status === 'streaming';
  const failed = message.status === 'failed';
  const again = isLast && theirs;

  return (
    <footer>
      <time dateTime={message.createdAt}>{time(message.createdAt)}</time>
      {!streaming && message.swipes > 1 && (
        <Versions
          message={message}
          onBeyond={again && message.turnId ? onAgain : null}
          onFailure={setFailure}
        />
      )}
      {!streaming && message.content && (
        <>
          <CopyButton text={message.content} />
          <button
            type="button"
            className="small faint"
            aria-label={words.chat.edit}
            title={words.chat.edit}
            onClick={onEdit}
            data-testid="edit"
          >
            <Icon name="pen" />
          </button>
          <button
            type="button"
            className="small faint"
            aria-label={words.chat.branches.begin}
            title={words.chat.branches.begin}
            onClick={() => {
              setFailure(null);
              api
                .beginBranch(message.sessionId, message.id)
                .catch((error: unknown) => setFailure(asFailure(error)));
            }}
            data-testid="branch"
          >
            <Icon name="branch" />
          </button>
          <button
            type="button"
            className="small faint"
            aria-label={words.chat.remove}
            title={words.chat.remove}
            onClick={() => {
              setFailure(null);
              api
                .deleteMessage(message.sessionId, message.id, false)
                .catch((error: unknown) => setFailure(asFailure(error)));
            }}
            data-testid="delete-message"
          >
            <Icon name="bin" />
          </button>
        </>
      )}
      {again && (
        <>
          <button
            type="button"
            className="small"
            onClick={onAgain}
            data-testid={failed ? 'retry' : 'regenerate'}
          >
            <Icon name="again" />
            {failed ? words.retry : words.chat.again}
          </button>
          {message.content && (
            <button type="button" className="small" onClick={onGoOn} data-testid="continue">
              <Icon name="goOn" />
              {words.chat.goOn}
            </button>
          )}
        </>
      )}
      {failure && <ProblemNote failure={failure} />}
    </footer>
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
