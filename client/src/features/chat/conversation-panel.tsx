import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import type { SourceRecalled } from '../../../../src/contracts/receipt.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import { api } from '../../api/api.js';
import { sessionDeleted } from '../../api/changes.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { Panel } from '../../components/panel.js';
import { ProblemNote } from '../../components/problem-note.js';
import { go, to } from '../../browser/route.js';
import { Chronicle } from '../memory/chronicle.js';
import { MemoryCharts } from '../memory/memory-charts.js';
import { Rules } from '../memory/rules.js';
import { SourcePin } from '../memory/source-pin.js';
import { TokenBudget } from '../memory/token-budget.js';
import { SessionModel } from './session-model.js';
import { SessionChoice } from './session-choice.js';
import { CleanReplies } from './clean-replies.js';
import { Branches } from './branches.js';
import { HistoryImport } from './history-import.js';
import { Personas } from '../settings/personas.js';
import { Pins } from './pins.js';
import { ReceiptTable } from './receipt-table.js';
import '../memory/memory.css';
import './conversation-panel.css';

interface ConversationPanelProps {
  session: SessionView;
  onClose: () => void;
  onChanged: (session: SessionView) => void;
  onImported: () => void;
  onInspect: () => void;
  onPassage: (passage: SourceRecalled) => void;
}

/** What belongs to a conversation beside its words: its memory, who one is in it, its record. */
export function ConversationPanel(props: ConversationPanelProps) {
  const { session, onClose, onChanged, onImported, onInspect, onPassage } = props;
  const { words } = useLanguage();
  const w = words.chat;
  const parts: { title: string; content: ReactNode }[] = [
    {
      title: words.memory.label,
      content: (
        <>
          {session.receipt ? (
            <>
              <ReceiptTable receipt={session.receipt} onPassage={onPassage} />
              {session.receipt.turnId && (
                <button type="button" className="plain" onClick={onInspect} data-testid="inspect">
                  {words.memory.inspect}
                </button>
              )}
              <MemoryCharts sessionId={session.id} turnId={session.receipt.turnId} />
            </>
          ) : (
            <p className="hint">{words.memory.none}</p>
          )}
        </>
      ),
    },
    { title: words.memory.chronicle.title, content: <Chronicle sessionId={session.id} /> },
    { title: w.branches.title, content: <Branches sessionId={session.id} onGone={onClose} /> },
    { title: w.pins.title, content: <Pins sessionId={session.id} onGone={onClose} /> },
    { title: words.memory.rules.title, content: <Rules sessionId={session.id} /> },
    {
      title: words.models.bar,
      content: <SessionModel session={session} onChanged={onChanged} />,
    },
    {
      title: words.memory.budget.title,
      content: (
        <>
          <TokenBudget session={session} onChanged={onChanged} />
          <SessionChoice
            {...words.memory.recall}
            session={session}
            value={session.recall}
            change={(recall) => ({ recall })}
            onChanged={onChanged}
            testid="recall-measure"
          />
        </>
      ),
    },
    { title: words.source.title, content: <SourcePin session={session} onChanged={onChanged} /> },
    { title: w.persona, content: <Personas session={session} onChanged={onChanged} /> },
    {
      title: w.frame,
      content: (
        <>
          <FrameForm session={session} onChanged={onChanged} />
          <SessionChoice
            {...w.storyTime}
            session={session}
            value={session.storyTime}
            change={(storyTime) => ({ storyTime })}
            onChanged={onChanged}
            testid="story-time"
          />
        </>
      ),
    },
    { title: w.history, content: <Record session={session} onImported={onImported} /> },
  ];
  const places = useRef<(HTMLElement | null)[]>([]);
  return (
    <Panel title={w.panel} onClose={onClose} testid="conversation-panel">
      <nav className="panel-places" aria-label={words.sheet.contents}>
        {parts.map(({ title }, n) => (
          <button
            key={title}
            type="button"
            className="plain"
            onClick={() => places.current[n]?.scrollIntoView({ block: 'start' })}
            data-testid="panel-place"
          >
            {title}
          </button>
        ))}
      </nav>
      {parts.map(({ title, content }, n) => (
        <section
          key={title}
          ref={(element) => {
            places.current[n] = element;
          }}
        >
          <h3>{title}</h3>
          {content}
        </section>
      ))}
    </Panel>
  );
}

/** What it is called, and what goes with every turn. */
function FrameForm({ session, onChanged }: Pick<ConversationPanelProps, 'session' | 'onChanged'>) {
  const { words } = useLanguage();
  const w = words.chat;
  const [title, setTitle] = useState(session.title);
  const [note, setNote] = useState(session.note);
  const [noteOnce, setNoteOnce] = useState(session.noteOnce);
  // It is gone once its reply is there.
  useEffect(() => setNoteOnce(session.noteOnce), [session.noteOnce]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const changed = note !== session.note || noteOnce !== session.noteOnce || title !== session.title;

  async function save(event: FormEvent) {
    event.preventDefault();
    setFailure(null);
    try {
      onChanged(await api.changeSession(session.id, { title, note, noteOnce }));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <label>
        {w.note}
        <textarea
          rows={2}
          value={note}
          placeholder={w.noteHint}
          onChange={(event) => setNote(event.target.value)}
          data-testid="authors-note"
        />
      </label>
      <label>
        {w.noteOnce}
        <textarea
          rows={2}
          value={noteOnce}
          placeholder={w.noteOnceHint}
          onChange={(event) => setNoteOnce(event.target.value)}
          data-testid="note-once"
        />
      </label>
      <label>
        {w.title}
        <input value={title} onChange={(event) => setTitle(event.target.value)} data-testid="session-title" />
      </label>
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        <button type="submit" className="primary" disabled={!changed} data-testid="session-save">
          {words.save}
        </button>
      </div>
    </form>
  );
}

function Record({ session, onImported }: Pick<ConversationPanelProps, 'session' | 'onImported'>) {
  const { words } = useLanguage();
  const w = words.chat;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asking, setAsking] = useState(false);

  async function remove() {
    setAsking(false);
    try {
      await api.deleteSession(session.id);
      sessionDeleted();
      go(to.library);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <div className="actions">
      <HistoryImport sessionId={session.id} onImported={onImported} />
      <a className="button plain" href={api.historyUrl(session.id, 'jsonl')} download>
        <Icon name="save" />
        {w.exportJsonl}
      </a>
      <a className="button plain" href={api.historyUrl(session.id, 'markdown')} download>
        <Icon name="save" />
        {w.exportMarkdown}
      </a>
      <a className="button plain" href={api.historyUrl(session.id, 'sillytavern')} download>
        <Icon name="save" />
        {w.exportTavern}
      </a>
      <CleanReplies sessionId={session.id} />
      <button
        type="button"
        className="plain danger"
        onClick={() => setAsking(true)}
        data-testid="session-delete"
      >
        <Icon name="bin" />
        {words.delete}
      </button>
      {failure && <ProblemNote failure={failure} />}
      {asking && (
        <ConfirmDialog
          title={w.deleteTitle}
          text={w.deleteText}
          yes={words.delete}
          onYes={() => void remove()}
          onNo={() => setAsking(false)}
        />
      )}
    </div>
  );
}
