import { useEffect, useState, type FormEvent } from 'react';
import type { SessionView } from '../../../../../src/contracts/session.js';
import { api } from '../../../api/api.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';

interface FrameFormProps {
  session: SessionView;
  onChanged: (session: SessionView) => void;
}

/** What it is called, and what goes with every turn. */
export function FrameForm({ session, onChanged }: FrameFormProps) {
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
