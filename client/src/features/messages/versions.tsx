import type { MessageView } from '../../../../src/contracts/message.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { useConversation } from './conversation-context.js';
import { switchVersion } from './switch-version.js';

interface VersionsProps {
  message: MessageView;
  /** What comes after the last one: another reply, where there may be one. */
  onBeyond: (() => void) | null;
  onFailure: (failure: Failure | null) => void;
}

/** Turns the pages of what stands at one place: swipes, edits. */
export function Versions({ message, onBeyond, onFailure }: VersionsProps) {
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
      <span aria-label={words.chat.version(version, swipes)}>
        {version}/{swipes}
      </span>
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
  );
}
