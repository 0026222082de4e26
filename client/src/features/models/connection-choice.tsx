import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { asFailure, type Failure } from '../../api/failure.js';
import { queries } from '../../api/queries.js';
import { to } from '../../browser/route.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { Field } from '../../components/field.js';
import './connection-choice.css';

interface ConnectionChoiceProps {
  /** Null: none is chosen here. */
  value: string | null;
  hint: string;
  /** Whose is taken where none is chosen, where that is not the default. */
  inherited?: string | null | undefined;
  onChoose: (connectionId: string | null) => Promise<void>;
}

/** Which model answers here: the default unless another is chosen. */
export function ConnectionChoice({ value, hint, inherited, onChoose }: ConnectionChoiceProps) {
  const { words } = useLanguage();
  const w = words.models;
  const { data: loaded, error, refetch } = useQuery(queries.connections());
  const [refused, setRefused] = useState<Failure | null>(null);
  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (!loaded) return null;
  if (!loaded.items.length)
    return (
      <p className="hint" data-testid="connection-choice-none">
        {words.understudy} <a href={to.models()}>{words.connectModel}</a>
      </p>
    );
  const theirs = loaded.items.find(({ id }) => id === inherited);
  const byDefault = loaded.items.find(({ isDefault }) => isDefault);

  async function choose(id: string) {
    setRefused(null);
    try {
      await onChoose(id || null);
    } catch (error) {
      setRefused(asFailure(error));
    }
  }

  return (
    <div className="connection-choice">
      <Field label={w.chosen.label} hint={hint} aside={<a href={to.models()}>{w.back}</a>}>
        {(input) => (
          <select
            {...input}
            value={value ?? ''}
            onChange={(event) => void choose(event.target.value)}
            data-testid="connection-choice"
            data-chosen={value ?? ''}
          >
            <option value="">
              {theirs ? w.chosen.ofCharacter(theirs.name) : w.chosen.default(byDefault?.name ?? '')}
            </option>
            {loaded.items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </Field>
      {refused && <ProblemNote failure={refused} />}
    </div>
  );
}
