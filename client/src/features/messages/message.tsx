import { memo, type RefObject, useLayoutEffect, useReducer, useRef, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import type { TurnFailure } from '../../api/session-state.js';
import { Cleaned } from './cleaned.js';
import { useConversation } from './conversation-context.js';
import { useWritten } from './growing-reply.js';
import { lazily } from '../../components/loading/lazily.js';
import { Face } from './portrait/face.js';
import { MessagePictures } from './message-pictures.js';
import { MessageTools } from './message-tools.js';
import { MessageText } from './prose/message-text.js';
import { LoadBoundary } from '../../components/loading/load-boundary.js';
import { useShownText } from './shown-text.js';
import { RemovedMessage } from './removed-message.js';
import { ReplyState } from './reply-state.js';
import { ReplyWriting } from './reply-writing.js';
import { Thinking } from './thinking.js';

const EditMessage = lazily(async () => (await import('./edit-message.js')).EditMessage, 'first');

export interface MessageProps {
  message: MessageView;
  /** The character's. */
  name: string;
  /** Somebody else spoke before it. */
  begins: boolean;
  /** Nothing follows it in the conversation. */
  isNewest: boolean;
  /** Nor is anything going on: what can be done with it is offered. */
  isOpen: boolean;
  failure: TurnFailure | null;
  /** It was gone to, for the so manieth time; 0 if it was not. */
  goneTo: number;
  onAgain: () => void;
  onGoOn: () => void;
}

export const Message = memo(
  function Message({
    message: begun,
    name,
    begins,
    isNewest,
    isOpen,
    failure,
    goneTo,
    onAgain,
    onGoOn,
  }: MessageProps) {
    const { words, time } = useLanguage();
    const { edits, toEdit } = useConversation();
    const message = useWritten(begun);
    const streaming = message.status === 'streaming';
    const theirs = message.role === 'assistant';
    const { id } = message;
    const [editing, setEditing] = useState(() => edits.has(id));
    const [opened, setOpened] = useState(toEdit);
    if (toEdit !== opened) {
      setOpened(toEdit);
      if (toEdit?.id === id) setEditing(true);
    }
    const article = useRef<HTMLElement>(null);
    const [isAwake, wake] = useReducer(() => true, false);

    if (!message.content && !message.pictures && message.status === 'complete')
      return <RemovedMessage message={message} />;
    const { role, status, pinned } = message;
    const when = time(message.createdAt);
    const awake = isAwake || isNewest;
    const kinds = [
      role,
      status,
      pinned && 'pinned',
      begins && 'begins',
      isNewest && 'newest',
      awake && 'awake',
    ];
    return (
      <article
        ref={article}
        className={['message', ...kinds, goneTo && 'gone-to'].filter(Boolean).join(' ')}
        aria-label={`${theirs ? message.speaker : words.chat.you}, ${when}`}
        tabIndex={-1}
        onPointerEnter={wake}
        onFocus={wake}
        aria-busy={streaming || undefined}
        data-testid={streaming ? 'streaming-message' : 'message'}
        data-seq={message.seq}
        data-role={message.role}
        data-status={message.status}
      >
        {goneTo > 0 && <GoneTo key={goneTo} article={article} />}
        {theirs
          ? (begins || pinned) && (
              <header>
                {begins && (
                  <>
                    <Face reply={message.content} />
                    <span aria-hidden="true" lang={scriptOf(message.speaker)}>
                      {message.speaker || name}
                    </span>
                    <time dateTime={message.createdAt}>{when}</time>
                  </>
                )}
                {pinned && <PinMark />}
              </header>
            )
          : pinned && <PinMark />}
        {message.via && (
          <small className="hint via" data-testid="via">
            {words.bridges.via(platformName(message.via.platform, words.bridges.kinds), message.via.author)}
          </small>
        )}
        {message.thinking && <Thinking message={message} text={message.thinking} />}
        {message.pictures && <MessagePictures sessionId={message.sessionId} pictures={message.pictures} />}
        {streaming && !message.content ? (
          !message.thinking && <ReplyWriting name={message.speaker || name} />
        ) : editing ? (
          <LoadBoundary>
            <EditMessage message={message} onEnd={() => setEditing(false)} />
          </LoadBoundary>
        ) : (
          (message.content || !message.pictures) && <ShownMessage message={message} />
        )}
        {message.raw !== undefined && !streaming && <Cleaned message={message} raw={message.raw} />}
        {theirs && (
          <ReplyState
            message={message}
            failure={failureOf({ failure, message })}
            onGoOn={isOpen ? onGoOn : null}
          />
        )}
        <MessageTools
          message={message}
          isLast={isOpen}
          isAwake={awake}
          when={theirs && begins ? null : when}
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
    a.name === b.name &&
    a.begins === b.begins &&
    a.isNewest === b.isNewest &&
    a.isOpen === b.isOpen &&
    a.goneTo === b.goneTo &&
    failureOf(a) === failureOf(b),
);

/** As people know it; of a bridge that is no more known here, as it was stored. */
const platformName = (platform: string, kinds: Record<string, { name: string }>) =>
  Object.hasOwn(kinds, platform) ? kinds[platform]!.name : platform;

/** Of this message's own turn. */
const failureOf = ({ failure, message }: Pick<MessageProps, 'failure' | 'message'>) =>
  failure?.turnId === message.turnId ? failure : null;

/** Has the sign that a message was gone to begin anew, where it is there already. */
function GoneTo({ article }: { article: RefObject<HTMLElement | null> }) {
  useLayoutEffect(() => {
    const element = article.current;
    if (!element) return;
    element.classList.remove('gone-to');
    // Read, so that it begins anew.
    void element.offsetWidth;
    element.classList.add('gone-to');
  }, [article]);
  return null;
}

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
