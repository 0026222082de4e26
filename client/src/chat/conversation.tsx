import { useEffect, useState } from 'react';
import type { ModelCard } from '../../../src/wire.js';
import { Icon } from '../icons.js';
import { scriptOf, useLanguage } from '../language.js';
import { useTitle } from '../page.js';
import { SentRequest } from '../memory/sent-request.js';
import { Portrait } from '../portrait.js';
import { ProblemNote } from '../problem-note.js';
import { to } from '../route.js';
import { Waiting } from '../waiting.js';
import { Composer } from './composer.js';
import { ConversationPanel } from './conversation-panel.js';
import { MemoryMeter } from './memory-meter.js';
import { MessageList } from './message-list.js';
import { useSession } from './use-session.js';

export function Conversation({ id, model }: { id: string; model: ModelCard | null }) {
  const { words } = useLanguage();
  const { state, failure, connected, send, answer, stop, loadOlder, changed, reopen } = useSession(id);
  const { session, turn } = state;
  const [panel, setPanel] = useState(false);
  const [inspected, setInspected] = useState<string | null>(null);
  const name = session?.characterName ?? '';
  const title = session?.title || name;
  useTitle(title);

  // A missing session has nothing to write to.
  const lost = !session && failure;
  return (
    <div className="conversation">
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
              <MemoryMeter receipt={session.receipt} onOpen={() => setPanel(true)} />
            </div>
            <button
              type="button"
              className="round"
              onClick={() => setPanel(true)}
              aria-label={words.chat.openPanel}
              data-testid="conversation-menu"
            >
              <Icon name="more" />
            </button>
          </>
        )}
      </header>
      <LostConnection connected={connected} />
      {session?.receipt?.truncatedByServer && (
        <p className="lost-connection" role="alert">
          {words.memory.truncated}
        </p>
      )}
      {lost ? (
        <main className="conversation-lost">
          <ProblemNote failure={failure} retry={() => void reopen()} />
        </main>
      ) : !session ? (
        <Waiting />
      ) : (
        <>
          <MessageList
            state={state}
            session={session}
            understudy={model ? !model.isLanguageModel : false}
            onOlder={loadOlder}
            onAgain={() => void answer('turn.regenerate')}
            onGoOn={() => void answer('turn.continue')}
          />
          <Composer
            sessionId={id}
            name={name}
            failure={failure}
            refused={state.refused}
            turnId={turn?.turnId ?? state.awaited}
            onSend={send}
            onStop={(turnId) => void stop(turnId)}
          />
        </>
      )}
      {panel && session && (
        <ConversationPanel
          session={session}
          onClose={() => setPanel(false)}
          onChanged={changed}
          onImported={() => void reopen()}
          onInspect={() => {
            setPanel(false);
            setInspected(session.receipt?.turnId ?? null);
          }}
        />
      )}
      {inspected && <SentRequest sessionId={id} turnId={inspected} onClose={() => setInspected(null)} />}
    </div>
  );
}

/** Said only when it lasts: a blink of the connection is nobody's business. */
function LostConnection({ connected }: { connected: boolean }) {
  const { words } = useLanguage();
  const [long, setLong] = useState(false);
  useEffect(() => {
    if (connected) {
      setLong(false);
      return;
    }
    const timer = setTimeout(() => setLong(true), 1500);
    return () => clearTimeout(timer);
  }, [connected]);
  return (
    <p className="lost-connection" role="status" hidden={!long}>
      {long && words.offline}
    </p>
  );
}
