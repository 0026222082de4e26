import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SessionView } from '../../../../src/contracts/session.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { queries } from '../../api/queries.js';
import { ProblemNote } from '../../components/problem-note.js';

/** Whether the source itself is sent, word for word, and where in its story the conversation stands. */
export function SourcePin({
  session,
  onChanged,
}: {
  session: SessionView;
  onChanged: (session: SessionView) => void;
}) {
  const { words } = useLanguage();
  const w = words.source;
  // It comes and leaves with turns, too.
  const { data } = useQuery(
    queries.session(session.id, `${session.receipt?.turnId ?? ''} ${session.pinSource}`),
  );
  const { sourcePinned, sourceNotPinnedBecause: absence } = data ?? session;
  const [failure, setFailure] = useState<Failure | null>(null);

  async function choose(value: string) {
    setFailure(null);
    try {
      const pinSource = value === 'auto' ? null : value === 'on';
      onChanged(await api.changeSession(session.id, { pinSource }));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <div className="stack">
      {session.upToTitle && <p data-testid="stands-at">{w.standsAt(session.upToTitle)}</p>}
      <label>
        {w.pin}
        <select
          value={session.pinSource === null ? 'auto' : session.pinSource ? 'on' : 'off'}
          onChange={(event) => void choose(event.target.value)}
          data-testid="pin-source"
        >
          <option value="auto">{w.pinAuto}</option>
          <option value="on">{w.pinOn}</option>
          <option value="off">{w.pinOff}</option>
        </select>
      </label>
      {(sourcePinned || absence) && (
        <p role="status" data-testid="source-sent">
          {absence ? w.notSent[absence] : w.sent}
        </p>
      )}
      <p className="hint">{w.pinHint}</p>
      {failure && <ProblemNote failure={failure} />}
    </div>
  );
}
