import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { type KeyLimits, type NewApiKeyView, type Scope, SCOPES } from '../../../../src/contracts/api-key.js';
import { api } from '../../api/api.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

const DAY_MS = 86_400_000;
const LIMITS = ['requestsPerMinute', 'requestsPerDay', 'tokensPerMinute', 'tokensPerDay'] as const;
/** What most programs are connected for: to talk. */
const FIRST: Scope[] = ['sessions:talk'];

type After = 'never' | '30' | '90' | '365';

const limitOf = (typed: string) => {
  const n = Math.floor(Number(typed));
  return n >= 1 ? Math.min(n, 2_000_000_000) : null;
};

/** What a new key is for. */
export function KeyForm({ onMade, onEnd }: { onMade: (key: NewApiKeyView) => void; onEnd: () => void }) {
  const { words } = useLanguage();
  const w = words.keys;
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>(FIRST);
  const [after, setAfter] = useState<After>('never');
  const [limits, setLimits] = useState<Partial<Record<keyof KeyLimits, string>>>({});
  const { mutate, error, isPending } = useMutation({ mutationFn: api.makeKey, onSuccess: onMade });

  function submit(event: FormEvent) {
    event.preventDefault();
    const expiresAt = after === 'never' ? null : new Date(Date.now() + Number(after) * DAY_MS).toISOString();
    const given = LIMITS.map((limit) => [limit, limitOf(limits[limit] ?? '')]);
    mutate({ name: name.trim(), scopes, expiresAt, limits: Object.fromEntries(given) as KeyLimits });
  }

  return (
    <form className="fields key-form" onSubmit={submit} data-testid="key-form">
      <Field label={w.name} hint={w.nameHint}>
        {(input) => (
          <input
            {...input}
            required
            autoFocus
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
            data-testid="key-name"
          />
        )}
      </Field>
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
        <p className="hint">{w.limitsHint}</p>
        <div className="field-grid">
          {LIMITS.map((limit) => (
            <Field key={limit} label={w.limit[limit]}>
              {(input) => (
                <input
                  {...input}
                  type="number"
                  min={1}
                  inputMode="numeric"
                  value={limits[limit] ?? ''}
                  onChange={(event) => setLimits({ ...limits, [limit]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
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
