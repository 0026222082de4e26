import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ApiKeyView } from '../../../../src/contracts/api-key.js';
import { programsApi } from '../../api/programs.js';
import { FormFoot } from '../../components/form-foot.js';
import { useLanguage } from '../../i18n/language.js';
import { KeyLimitFields, KeyName, limitsOf, typedLimits } from './key-fields.js';

/** Another name, and other limits, for a key that there is. What it may do stays. */
export function KeyChange({ value, onEnd }: { value: ApiKeyView; onEnd: () => void }) {
  const { words } = useLanguage();
  const [name, setName] = useState(value.name);
  const [limits, setLimits] = useState(() => typedLimits(value.limits));
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => programsApi.changeKey(value.id, { name: name.trim(), limits: limitsOf(limits) }),
    onSuccess: onEnd,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    mutate();
  }

  return (
    <form className="fields key-form" onSubmit={submit} data-testid="key-change-form">
      <KeyName value={name} onChange={setName} />
      <fieldset>
        <legend>{words.keys.limits}</legend>
        <KeyLimitFields value={limits} onChange={setLimits} />
      </fieldset>
      <FormFoot
        failure={error}
        label={words.keys.save}
        disabled={isPending || name.trim() === ''}
        onCancel={onEnd}
        testId="key-save"
      />
    </form>
  );
}
