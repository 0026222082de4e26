import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { type NewApiKeyView, type Scope, SCOPES } from '../../../../src/contracts/api-key.js';
import { programsApi } from '../../api/programs.js';
import { CheckList } from '../../components/check-list.js';
import { Field } from '../../components/field.js';
import { FormFoot } from '../../components/form-foot.js';
import { useLanguage } from '../../i18n/language.js';
import { KeyLimitFields, KeyName, limitsOf, type TypedLimits } from './key-fields.js';

const DAY_MS = 86_400_000;
/** What most programs are connected for: to talk. */
const FIRST: Scope[] = ['sessions:talk'];

type After = 'never' | '30' | '90' | '365';

/** What a new key is for. */
export function KeyForm({ onMade, onEnd }: { onMade: (key: NewApiKeyView) => void; onEnd: () => void }) {
  const w = useLanguage().words.keys;
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
      <CheckList
        legend={w.scopes}
        all={SCOPES}
        chosen={scopes}
        onChange={setScopes}
        labels={w.scope}
        testId="scope"
      />
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
      <FormFoot
        failure={error}
        label={w.create}
        disabled={isPending || name.trim() === '' || scopes.length === 0}
        onCancel={onEnd}
        testId="key-create"
      />
    </form>
  );
}
