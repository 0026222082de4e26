import { memo } from 'react';
import type { SessionView } from '../../../../src/contracts/session.js';
import { to } from '../../browser/route.js';
import { ActionMenu } from '../../components/action-menu.js';
import { Icon } from '../../components/icons.js';
import { Portrait } from '../../components/portrait.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { MemoryMeter } from '../memory/memory-meter.js';
import type { PanelPart } from './panel/conversation-panel.js';

interface ConversationHeadProps {
  /** Null until it is there. */
  session: SessionView | null;
  /** Shows or hides the list of conversations beside it. */
  onList: () => void;
  onFind: () => void;
  onPanel: (part: PanelPart) => void;
  onNew: () => void;
  onFirst: () => void;
  onKeys: () => void;
}

/** Whom one talks with, how full the window is, and what can be done with the conversation as a whole. */
export const ConversationHead = memo(function ConversationHead(props: ConversationHeadProps) {
  const { session, onList, onFind, onPanel, onNew, onFirst, onKeys } = props;
  const { words } = useLanguage();
  const w = words.chat;
  return (
    <header className="conversation-head">
      <a href={to.library} className="round" aria-label={words.backToLibrary} title={words.backToLibrary}>
        <Icon name="back" />
      </a>
      <button
        type="button"
        className="round only-wide"
        onClick={onList}
        aria-label={w.list.toggle}
        title={w.list.toggle}
        data-testid="list-toggle"
      >
        <Icon name="list" />
      </button>
      {session && (
        <>
          <a href={to.character(session.characterId)} className="head-seal">
            <Portrait
              whom={{ id: session.characterId, name: session.characterName, hasAvatar: session.hasAvatar }}
              as="seal"
            />
            <span className="unseen">{words.library.sheetOf(session.characterName)}</span>
          </a>
          <div className="head-title">
            <h1 lang={scriptOf(session.title || session.characterName)}>
              {session.title || session.characterName}
            </h1>
            <MemoryMeter receipt={session.receipt} onOpen={() => onPanel('details')} />
          </div>
          <button
            type="button"
            className="round"
            onClick={onFind}
            aria-label={w.find}
            title={w.find}
            data-testid="find-open"
          >
            <Icon name="find" />
          </button>
          <button
            type="button"
            className="round"
            onClick={() => onPanel('top')}
            aria-label={w.openPanel}
            title={w.openPanel}
            data-testid="conversation-menu"
          >
            <Icon name="settings" />
          </button>
          <ActionMenu
            icon="more"
            label={w.more}
            className="round"
            testid="head-menu"
            actions={() => [
              { icon: 'plus', label: w.list.make(session.characterName), testid: 'new-session', act: onNew },
              { icon: 'top', label: w.first, testid: 'to-first', act: onFirst },
              { icon: 'keys', label: w.keys.title, testid: 'open-keys', act: onKeys },
            ]}
          />
        </>
      )}
    </header>
  );
});
