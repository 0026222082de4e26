import { useState, type FormEvent } from 'react';
import type { SessionView } from '../../../../src/contracts/session.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';

const LEAST = 1000;

/** How many tokens a turn may send at most. */
export function TokenBudget({
  session,
  onChanged,
}: {
  session: SessionView;
  onChanged: (session: SessionView) => void;
}) {
  const { words, number } = useLanguage();
  const w = words.memory.budget;
  const most = session.receipt?.window ?? 1_000_000;
  const [limited, setLimited] = useState(session.tokenBudget !== null);
  const [tokens, setTokens] = useState(session.tokenBudget ?? Math.max(LEAST, Math.round(most / 2)));
  const [failure, setFailure] = useState<Failure | null>(null);
  const wanted = limited ? tokens : null;

  async function save(event: FormEvent) {
    event.preventDefault();
    setFailure(null);
    try {
      onChanged(await api.changeSession(session.id, { tokenBudget: wanted }));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <form className="stack budget" onSubmit={(event) => void save(event)}>
      <label className="check">
        <input type="checkbox" checked={limited} onChange={(event) => setLimited(event.target.checked)} />
        <span>{w.limit}</span>
      </label>
      {limited && (
        <label>
          {w.tokens(number(tokens))}
          <input
            type="range"
            min={LEAST}
            max={Math.max(most, tokens)}
            step={500}
            value={tokens}
            onChange={(event) => setTokens(Number(event.target.value))}
          />
        </label>
      )}
      <p className="hint">{w.hint}</p>
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        <button type="submit" className="quiet" disabled={wanted === session.tokenBudget}>
          {words.save}
        </button>
      </div>
    </form>
  );
}
