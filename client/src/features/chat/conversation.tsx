import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AttachedPictureView } from '../../../../src/contracts/message.js';
import type { SourceRecalled } from '../../../../src/contracts/receipt.js';
import { asFailure } from '../../api/failure.js';
import { queries } from '../../api/queries.js';
import { lazily } from '../../components/loading/lazily.js';
import { LoadBoundary } from '../../components/loading/load-boundary.js';
import { useLanguage } from '../../i18n/language.js';
import { useTitle } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/loading/waiting.js';
import { useNewConversation } from './beside/use-new-conversation.js';
import { Composer } from './composer.js';
import { ConversationHead } from './conversation-head.js';
import type { PanelPart } from './panel/conversation-panel.js';
import { TurnWaiting } from './turn-waiting.js';
import { ConversationContext } from '../messages/conversation-context.js';
import { WrittenTurnContext } from '../messages/growing-reply.js';
import { MessageList, type Sought } from '../messages/list/message-list.js';
import { ShownTextContext, useSessionScripts } from '../messages/shown-text.js';
import { plainText } from '../messages/prose/plain-text.js';
import { FacesOf } from '../messages/portrait/faces.js';
import { PortraitColumn } from '../messages/portrait/portrait-column.js';
import { TurnProgressContext } from '../messages/turn-progress.js';
import { UndoNote } from '../messages/undo-note.js';
import { switchVersion } from '../messages/versions/switch-version.js';
import { useKeys } from './use-keys.js';
import { useLook } from './use-look.js';
import { useSaveAndAnswer } from './use-save-and-answer.js';
import { useSession } from './use-session.js';
import { useUndo } from '../messages/use-undo.js';
import '../messages/messages.css';
import '../messages/reply-state.css';
import './conversation.css';

const ConversationPanel = lazily(
  async () => (await import('./panel/conversation-panel.js')).ConversationPanel,
);
const FindBar = lazily(async () => (await import('./find-bar.js')).FindBar);
const Shortcuts = lazily(async () => (await import('./shortcuts.js')).Shortcuts);
const SentRequest = lazily(async () => (await import('../memory/sent-request.js')).SentRequest);
const PassagePanel = lazily(async () => (await import('../sheet/passage-panel.js')).PassagePanel);

export function Conversation({ id, onList }: { id: string; onList: () => void }) {
  // A model may have been connected in another tab.
  const model = useQuery({ ...queries.about(), refetchOnWindowFocus: true }).data?.model;
  const { words } = useLanguage();
  const conversation = useSession(id);
  useLook(id);
  const { state, failure, setFailure, connected, send, answer, stop, changed, reopen, fetchAround } =
    conversation;
  const { session, turn } = state;
  const [panel, setPanel] = useState<PanelPart | null>(null);
  const [keys, setKeys] = useState(false);
  const [inspected, setInspected] = useState<string | null>(null);
  const [passage, setPassage] = useState<SourceRecalled | null>(null);
  const [finding, setFinding] = useState(false);
  const [sought, setSought] = useState<Sought | null>(null);
  const { did, undo, wiped, hide, shown } = useUndo(setFailure);
  const count = useRef(0);
  const go = useCallback(
    async (where: { around: number } | { at: string }, words: string | null) => {
      const seq = await fetchAround(where);
      if (seq !== null) setSought({ n: ++count.current, seq, words });
    },
    [fetchAround],
  );
  const begin = useNewConversation(setFailure);
  const saveAndAnswer = useSaveAndAnswer(session?.lastSeq ?? 0, () => answer('turn.regenerate'), did);
  const edits = useRef(new Map<string, string>());
  const [toEdit, setToEdit] = useState<{ id: string } | null>(null);
  const here = useMemo(
    () => ({
      toEdit,
      inspect: setInspected,
      goTo: (seq: number) => void go({ around: seq }, null),
      regenerateWith: (connectionId: string) => void answer('turn.regenerate', connectionId),
      saveAndAnswer,
      did,
      wiped,
      edits: edits.current,
    }),
    [go, answer, saveAndAnswer, did, wiped, toEdit],
  );
  const last = state.later ? undefined : state.messages.at(-1);
  const shownText = useSessionScripts(id, session?.receipt?.sheetVersion, session?.lastSeq ?? 0);
  useKeys({
    onStop: () => turn && void stop(turn.turnId),
    onKeys: () => setKeys(true),
    onTurn: (by) => {
      if (!last || turn || state.awaited || state.unsent.length) return;
      switchVersion(last, by).then(
        (undo) => {
          if (undo) did(words.chat.turned, undo, last.seq);
          // Beyond the last reply there is another; a greeting was no answer.
          else if (by > 0 && last.role === 'assistant' && last.turnId) void answer('turn.regenerate');
        },
        (error: unknown) => setFailure(asFailure(error)),
      );
    },
    onEditLast: () => {
      const own = state.later
        ? undefined
        : state.messages.findLast(({ role, content }) => role === 'user' && content);
      if (own) setToEdit({ id: own.id });
    },
  });
  const reply = state.messages.findLast(({ role, content }) => role === 'assistant' && content);
  const name = session?.characterName ?? '';
  const title = session?.title ?? '';
  useTitle(useMemo(() => plainText(title), [title]) || name);

  // The same ones each time: a reply that grows draws only itself anew.
  const find = useCallback(() => setFinding(true), []);
  const listKeys = useCallback(() => setKeys(true), []);
  const toFirst = useCallback(() => void go({ around: 1 }, null), [go]);
  const again = useCallback(() => void answer('turn.regenerate'), [answer]);
  const goOn = useCallback(() => void answer('turn.continue'), [answer]);
  const characterId = session?.characterId;
  const beginAnother = useCallback(() => void (characterId && begin(characterId)), [begin, characterId]);
  const say = useCallback(
    (text: string, pictures: AttachedPictureView[]) => {
      hide();
      send(text, pictures);
    },
    [hide, send],
  );

  // A missing session has nothing to write to.
  const lost = !session && failure;
  return (
    <ConversationContext value={here}>
      <div className="conversation">
        <ConversationHead
          session={session}
          onList={onList}
          onFind={find}
          onPanel={setPanel}
          onNew={beginAnother}
          onFirst={toFirst}
          onKeys={listKeys}
        />
        {finding && (
          <LoadBoundary waiting={null}>
            <FindBar
              sessionId={id}
              onFound={(seq, found) => void go({ around: seq }, found)}
              onDay={(at) => void go({ at: at.toISOString() }, null)}
              onClose={() => {
                setFinding(false);
                setSought((now) => now && { ...now, words: null });
              }}
            />
          </LoadBoundary>
        )}
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
            <FacesOf session={session}>
              <ShownTextContext value={shownText}>
                <WrittenTurnContext value={turn}>
                  <TurnProgressContext value={state.progress}>
                    <MessageList
                      session={session}
                      messages={state.messages}
                      earlier={state.earlier}
                      later={state.later}
                      writing={turn !== null}
                      awaited={state.awaited}
                      unsent={state.unsent}
                      failure={state.failure}
                      finished={state.finished}
                      understudy={model?.isLanguageModel === false && !session.connectionId}
                      sought={sought}
                      onLoad={conversation.load}
                      onLetGo={conversation.letGo}
                      onFirst={toFirst}
                      onNewest={conversation.toNewest}
                      onAgain={again}
                      onGoOn={goOn}
                    />
                  </TurnProgressContext>
                </WrittenTurnContext>
              </ShownTextContext>
              <PortraitColumn reply={turn?.text || (reply?.content ?? '')} />
            </FacesOf>
            <div className="above-composer">
              <TurnWaiting waiting={state.progress?.waiting ?? null} />
              <UndoNote done={shown} onUndo={undo} />
            </div>
            <Composer
              sessionId={id}
              name={name}
              failure={failure}
              refused={state.refused}
              turnId={turn?.turnId ?? state.awaited}
              onSend={say}
              onStop={stop}
            />
          </>
        )}
        <LoadBoundary waiting={null}>
          {panel && session && !passage && (
            <ConversationPanel
              session={session}
              part={panel}
              onClose={() => setPanel(null)}
              onChanged={changed}
              onImported={() => void reopen()}
              onInspect={() => {
                setPanel(null);
                setInspected(session.receipt?.turnId ?? null);
              }}
              onPassage={setPassage}
            />
          )}
          {inspected && !passage && (
            <SentRequest
              sessionId={id}
              turnId={inspected}
              onPassage={setPassage}
              onClose={() => setInspected(null)}
            />
          )}
          {keys && <Shortcuts onClose={() => setKeys(false)} />}
          {passage && <PassagePanel opened={passage} onClose={() => setPassage(null)} />}
        </LoadBoundary>
      </div>
    </ConversationContext>
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
