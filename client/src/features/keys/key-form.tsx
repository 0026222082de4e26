import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { type NewApiKeyView, type Scope, SCOPES } from '../../../../src/contracts/api-key.js';
import { programsApi } from '../../api/programs.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { KeyLimitFields, KeyName, limitsOf, type TypedLimits } from './key-fields.js';

const DAY_MS = 86_400_000;
/** What most programs are connected for: to talk. */
const FIRST: Scope[] = ['sessions:talk'];

type After = 'never' | '30' | '90' | '365';

/** What a new key is for. */
export function KeyForm({ onMade, onEnd }: { onMade: (key: NewApiKeyView) => void; onEnd: () => void }) {
  const { words } = useLanguage();
  const w = words.keys;
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(FIRST);
  const [after, setAfter] = useState<After>('never');
  const [limits, setLimits] = useState<TypedLimits>({});
  const { mutate, error, isPending } = useMutation({ mutationFn: programsApi.makeKey, onSuccess: onMade });

  function submit(event: FormEvent) {
    event.preventDefault();
    const expiresAt = after === 'never' ? null : new Date(Date.now() + Number(after) * DAY_MS).toISOString();
    mutate({ name: name.trim(), scopes, expiresAt, limits: limitsOf(limits) });
  }

  return (
    <form className="fields key-form" onSubmit={submit} data-testid="key-form">
      <KeyName value={name} onChange={setName} />
      <fieldset>
        <legend>{w.scopes}</legend>
        {SCOPES.map((scope) => (
          <label key={scope} className="row">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
              }
              data-testid={`scope-${scope}`}
            />
            <span>
              {w.scope[scope]} <code>{scope}</code>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={w.expires}>
        {(input) => (
          <select {...input} value={after} onChange={(event) => setAfter(event.target.value as After)}>
            {(Object.keys(w.after) as After[])
              .toSorted((one, other) => Number(other === 'never') - Number(one === 'never'))
              .map((one) => (
                <option key={one} value={one}>
                  {w.after[one]}
                </option>
              ))}
          </select>
        )}
      </Field>
      <details>
        <summary>{w.limits}</summary>
        <KeyLimitFields value={limits} onChange={setLimits} />
      </details>
      {error && <ProblemNote failure={error} />}
      <div className="row end">
        <button type="button" className="quiet" onClick={onEnd}>
          {words.cancel}
        </button>
        <button
          type="submit"
          className="primary"
          disabled={isPending || name.trim() === '' || scopes.length === 0}
          data-testid="key-create"
        >
          {w.create}
        </button>
      </div>
    </form>
  );
}
