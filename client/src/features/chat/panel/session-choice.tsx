import { useState } from 'react';
import type { SessionChange, SessionView } from '../../../../../src/contracts/session.js';
import { api } from '../../../api/api.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { ProblemNote } from '../../../components/problem-note.js';

/** One setting of a conversation, of a few: changed as it is chosen. */
export function SessionChoice<Value extends string>({
  session,
  label,
  hint,
  value,
  choices,
  change,
  onChanged,
  testid,
}: {
  session: SessionView;
  label: string;
  hint: string;
  value: Value;
  choices: Record<Value, string>;
  change: (value: Value) => SessionChange;
  onChanged: (session: SessionView) => void;
  testid: string;
}) {
  const [failure, setFailure] = useState<Failure | null>(null);

  async function choose(value: Value) {
    setFailure(null);
    try {
      onChanged(await api.changeSession(session.id, change(value)));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <div className="stack">
      <label>
        {label}
        <select
          value={value}
          onChange={(event) => void choose(event.target.value as Value)}
          data-testid={testid}
        >
          {Object.entries<string>(choices).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </select>
      </label>
      <p className="hint">{hint}</p>
      {failure && <ProblemNote failure={failure} />}
    </div>
  );
}
