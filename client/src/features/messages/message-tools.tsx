import { useEffect, useRef, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { ActionMenu } from '../../components/action-menu.js';
import { Icon, type IconName } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useConversation } from './conversation-context.js';
import { CopyButton } from './copy-button.js';
import { RegenerateWith } from './versions/regenerate-with.js';
import { Versions } from './versions/versions.js';

interface MessageToolsProps {
  message: MessageView;
  /** The newest one, with nothing going on. */
  isLast: boolean;
  /** Somebody is at it. What else can be done with one that is only scrolled by comes with that. */
  isAwake: boolean;
  onEdit: () => void;
  onAgain: () => void;
  onGoOn: () => void;
}

/** What can be done with a message, at its foot. Whatever changes comes back as an event, here and everywhere else. */
export function MessageTools({ message, isLast, isAwake, onEdit, onAgain, onGoOn }: MessageToolsProps) {
  const { words, time } = useLanguage();
  const { toEdit } = useConversation();
  const opened = useRef(toEdit);
  const [failure, setFailure] = useState<Failure | null>(null);
  const theirs = message.role === 'assistant';
  const streaming = message.status === 'streaming';
  const failed = message.status === 'failed';
  const again = isLast && theirs;

  useEffect(() => {
    if (toEdit === opened.current) return;
    opened.current = toEdit;
    if (toEdit?.id === message.id) onEdit();
  }, [toEdit, message.id, onEdit]);

  return (
    <footer>
      <time dateTime={message.createdAt}>{time(message.createdAt)}</time>
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
          <MoreTools message={message} onFailure={setFailure} />
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

function MoreTools({
  message,
  onFailure,
}: {
  message: MessageView;
  onFailure: (failure: Failure | null) => void;
}) {
  const { words } = useLanguage();
  const { did, inspect } = useConversation();
  const w = words.chat;
  const { id, sessionId, pinned = false, receipt } = message;

  async function attempt(act: () => Promise<unknown>) {
    onFailure(null);
    try {
      await act();
    } catch (error) {
      onFailure(asFailure(error));
    }
  }

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

  const item = (
    icon: IconName,
    label: string,
    testid: string,
    act: () => Promise<unknown>,
    danger = false,
  ) => ({
    icon,
    label,
    testid,
    act,
    danger,
  });
  const items = () => [
    item('pin', pinned ? w.unpin : w.pin, 'pin', () => api.pinMessage(sessionId, id, !pinned)),
    item('branch', w.branches.begin, 'branch', part),
    ...(receipt?.turnId
      ? [item('sent', words.memory.inspect, 'inspect-turn', async () => inspect(receipt.turnId!))]
      : []),
    item('bin', w.remove, 'delete-message', remove, true),
  ];
  return (
    <ActionMenu
      icon="more"
      label={w.more}
      className="small faint"
      testid="message-menu"
      actions={() => items().map((one) => ({ ...one, act: () => void attempt(one.act) }))}
    />
  );
}
