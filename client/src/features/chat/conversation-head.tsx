import { memo } from 'react';
import type { SessionView } from '../../../../src/contracts/session.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { Portrait } from '../../components/portrait.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { MemoryMeter } from '../memory/memory-meter.js';

interface ConversationHeadProps {
  session: SessionView | null;
  onFind: () => void;
  onPanel: () => void;
}

/** Whom one talks with, and the ways out of the conversation and into what is known of it. */
export const ConversationHead = memo(function ConversationHead({
  session,
  onFind,
  onPanel,
}: ConversationHeadProps) {
  const { words } = useLanguage();
  const name = session?.characterName ?? '';
  const title = session?.title || name;
  return (
    <header className="conversation-head">
      <a href={to.library} className="round" aria-label={words.backToLibrary}>
        <Icon name="back" />
      </a>
      {session && (
        <>
          <a
            href={to.character(session.characterId)}
            aria-label={words.library.sheetOf(name)}
            className="head-seal"
          >
            <Portrait whom={{ id: session.characterId, name, hasAvatar: session.hasAvatar }} as="seal" />
          </a>
          <div className="head-title">
            <h1 lang={scriptOf(title)}>{title}</h1>
            <MemoryMeter receipt={session.receipt} onOpen={onPanel} />
          </div>
          <button
            type="button"
            className="round"
            onClick={onFind}
            aria-label={words.chat.find}
            title={words.chat.find}
            data-testid="find-open"
          >
            <Icon name="find" />
          </button>
          <button
            type="button"
            className="round"
            onClick={onPanel}
            aria-label={words.chat.openPanel}
            data-testid="conversation-menu"
          >
            <Icon name="more" />
          </button>
        </>
      )}
    </header>
  );
});
