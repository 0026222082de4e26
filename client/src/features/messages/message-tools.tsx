import { type RefObject, useRef, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { OpenMenu } from '../../components/action-menu.js';
import { Icon, type IconName } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useConversation } from './conversation-context.js';
import { CopyButton } from './copy-button.js';
import { RegenerateWith } from './versions/regenerate-with.js';
import { Versions } from './versions/versions.js';

/** Nothing hovers here: what a mouse would bring is there at once. */
const TOUCHED = matchMedia('(hover: none)').matches;

interface MessageToolsProps {
  message: MessageView;
  /** The newest one, with nothing going on. */
  isLast: boolean;
  /** Somebody is at it. What else can be done with one that is only scrolled by comes with that. */
  isAwake: boolean;
  /** When it was said; null where that is told above. */
  when: string | null;
  onEdit: () => void;
  onAgain: () => void;
  onGoOn: () => void;
}

/** What can be done with a message, at its foot. Whatever changes comes back as an event, here and everywhere else. */
export function MessageTools({ message, isLast, isAwake, when, onEdit, onAgain, onGoOn }: MessageToolsProps) {
  const { words } = useLanguage();
  const more = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const theirs = message.role === 'assistant';
  const streaming = message.status === 'streaming';
  const failed = message.status === 'failed';
  const again = isLast && theirs;

  return (
    <footer>
      {when !== null && (isAwake || TOUCHED) && <time dateTime={message.createdAt}>{when}</time>}
      {!streaming && message.content && (
        <>
          {isAwake && (
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
            </>
          )}
          <button
            ref={more}
            type="button"
            className="small faint more-mark"
            aria-label={words.chat.more}
            title={isAwake ? words.chat.more : undefined}
            aria-haspopup="menu"
            aria-expanded={open}
            onClick={() => setOpen(true)}
            data-testid="message-menu"
          />
          {open && (
            <MoreTools
              message={message}
              button={more}
              onFailure={setFailure}
              onClose={() => setOpen(false)}
            />
          )}
        </>
      )}
      {!streaming && (message.swipes > 1 || again) && (
        <Versions
          message={message}
          onBeyond={again && message.turnId ? onAgain : null}
          swiped={again && message.turnId !== null}
          onFailure={setFailure}
        />
      )}
      {again && (
        <span className="answer-tools">
          <button
            type="button"
            className="small"
            onClick={onAgain}
            data-testid={failed ? 'retry' : 'regenerate'}
          >
            <Icon name="again" />
            {failed ? words.retry : words.chat.again}
          </button>
          {message.turnId && <RegenerateWith last={message.receipt?.connection?.id} />}
          {message.content && !isCut(message) && (
            <button type="button" className="small" onClick={onGoOn} data-testid="continue">
              <Icon name="goOn" />
              {words.chat.goOn}
            </button>
          )}
        </span>
      )}
      {failure && <ProblemNote failure={failure} />}
    </footer>
  );
}

/** It says so beside the text, where it can be carried on. */
const isCut = ({ status, finishReason }: MessageView) =>
  status === 'complete' && (finishReason === 'length' || finishReason === 'filtered');

interface MoreToolsProps {
  message: MessageView;
  button: RefObject<HTMLButtonElement | null>;
  onFailure: (failure: Failure | null) => void;
  onClose: () => void;
}

function MoreTools({ message, button, onFailure, onClose }: MoreToolsProps) {
  const { words } = useLanguage();
  const { did, inspect } = useConversation();
  const w = words.chat;
  const { id, sessionId, pinned = false, receipt } = message;

  async function part() {
    const { items } = await api.branches(sessionId);
    const before = items.find(({ current }) => current);
    await api.beginBranch(sessionId, id);
    if (before) did(w.branches.begun, () => api.openBranch(sessionId, before.id));
  }

  async function remove() {
    await api.deleteMessage(sessionId, id, false);
    did(w.removed, () => api.chooseVersion(sessionId, id), message.seq);
  }

  const item = (icon: IconName, label: string, testid: string, act: () => Promise<unknown>) => ({
    icon,
    label,
    testid,
    act: () => {
      onFailure(null);
      act().catch((error: unknown) => onFailure(asFailure(error)));
    },
  });
  const actions = [
    item('pin', pinned ? w.unpin : w.pin, 'pin', () => api.pinMessage(sessionId, id, !pinned)),
    item('branch', w.branches.begin, 'branch', part),
    ...(receipt?.turnId
      ? [item('sent', words.memory.inspect, 'inspect-turn', async () => inspect(receipt.turnId!))]
      : []),
    { ...item('bin', w.remove, 'delete-message', remove), danger: true },
  ];
  return <OpenMenu button={button} label={w.more} actions={actions} onClose={onClose} />;
}
