import { useCallback, useState, useSyncExternalStore } from 'react';
import { storedSetting, storeSetting } from '../../browser/local-settings.js';
import { LoadBoundary } from '../../components/load-boundary.js';
import { lazily } from '../../components/lazily.js';
import { Conversation } from './conversation.js';

const ConversationList = lazily(
  async () => (await import('./beside/conversation-list.js')).ConversationList,
  'first',
);

/** Where there is room for a list beside the conversation. */
const WIDE = matchMedia('(min-width: 1100px)');

function heard(changed: () => void): () => void {
  WIDE.addEventListener('change', changed);
  return () => WIDE.removeEventListener('change', changed);
}

/** A conversation; on a wide screen with all others beside it, unless that list was put away. */
export function ConversationScreen({ id }: { id: string }) {
  const wide = useSyncExternalStore(heard, () => WIDE.matches);
  const [away, setAway] = useState(() => storedSetting('list') === 'away');
  const listed = wide && !away;

  const toggle = useCallback(() => {
    storeSetting('list', away ? null : 'away');
    setAway(!away);
  }, [away]);

  return (
    <div className={listed ? 'conversation-screen listed' : 'conversation-screen'}>
      {listed && (
        <LoadBoundary waiting={<div className="conversation-list" />}>
          <ConversationList current={id} />
        </LoadBoundary>
      )}
      <Conversation key={id} id={id} onList={toggle} />
    </div>
  );
}
