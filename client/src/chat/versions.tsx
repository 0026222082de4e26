import type { MessageView } from '../../../src/wire.js';
import { api } from '../api.js';
import { asFailure, type Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { useLanguage } from '../language.js';
import { useConversation } from './in-conversation.js';

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
  const { id, sessionId, version, swipes } = message;

  async function turn(by: -1 | 1) {
    onFailure(null);
    try {
      const { items } = await api.messageVersions(sessionId, id);
      const at = items.findIndex((one) => one.id === id);
      // Taken-out versions are no page of their own.
      const next = (by < 0 ? items.slice(0, at).reverse() : items.slice(at + 1)).find(
        ({ content }) => content,
      );
      if (next) {
        await api.chooseVersion(sessionId, next.id);
        did(words.chat.turned, () => api.chooseVersion(sessionId, id));
      } else if (by > 0) onBeyond?.();
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
