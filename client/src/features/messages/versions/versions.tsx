import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MessageView } from '../../../../../src/contracts/message.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { Icon } from '../../../components/icons.js';
import { queries } from '../../../api/queries.js';
import { useLanguage } from '../../../i18n/language.js';
import { useConversation } from '../conversation-context.js';
import { SwipeVersions } from './swipe-versions.js';
import { switchVersion } from './switch-version.js';

interface VersionsProps {
  message: MessageView;
  /** What comes after the last one: another reply, where there may be one. */
  onBeyond: (() => void) | null;
  /** A finger turns them, too. */
  swiped: boolean;
  onFailure: (failure: Failure | null) => void;
}

/** Turns the pages of what stands at one place: swipes, edits. */
export function Versions({ message, onBeyond, swiped, onFailure }: VersionsProps) {
  const { words } = useLanguage();
  const { did } = useConversation();
  const { version, swipes } = message;

  async function turn(by: -1 | 1) {
    onFailure(null);
    try {
      const undo = await switchVersion(message, by);
      if (undo) did(words.chat.turned, undo, message.seq);
      else if (by > 0) onBeyond?.();
    } catch (error) {
      onFailure(asFailure(error));
    }
  }

  return (
    <>
      {swiped && <SwipeVersions version={version} versions={swipes} onTurn={(by) => void turn(by)} />}
      {swipes > 1 && (
        <span className="versions" data-testid="versions">
          <button
            type="button"
            className="small"
            aria-label={words.chat.versionBefore}
            disabled={version === 1}
            onClick={() => void turn(-1)}
            data-testid="version-before"
          >
            <Icon name="left" />
          </button>
          <Place message={message} />
          <button
            type="button"
            className="small"
            aria-label={version === swipes && onBeyond ? words.chat.again : words.chat.versionAfter}
            disabled={version === swipes && !onBeyond}
            onClick={() => void turn(1)}
            data-testid="version-after"
          >
            <Icon name="right" />
          </button>
        </span>
      )}
    </>
  );
}

/** Which of the versions this is; pointed at, which model wrote each of them. */
function Place({ message }: { message: MessageView }) {
  const { words } = useLanguage();
  const { id, sessionId, version, swipes, receipt } = message;
  const [asked, setAsked] = useState(false);
  const { data } = useQuery({ ...queries.messageVersions(sessionId, id, swipes), enabled: asked });
  const own = words.chat.versionBy(words.chat.version(version, swipes), receipt && writerOf(receipt));
  const all = data?.items.map((one) =>
    words.chat.versionBy(String(one.version), one.receipt && writerOf(one.receipt)),
  );
  return (
    <span
      aria-label={own}
      title={all?.join('\n') ?? own}
      onPointerEnter={() => setAsked(true)}
      data-testid="version"
    >
      {version}/{swipes}
    </span>
  );
}

/** By its connection's name, where it has one. */
function writerOf({ connection, model }: NonNullable<MessageView['receipt']>): string {
  return connection && connection.name !== model ? `${connection.name} · ${model}` : model;
}
