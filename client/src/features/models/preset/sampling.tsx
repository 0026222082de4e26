import type { ReactNode } from 'react';
import { THINKING_EFFORTS } from '../../../../../src/contracts/connection.js';
import { useLanguage } from '../../../i18n/language.js';
import { Field } from '../../../components/field.js';
import { PRESET_NUMBERS, type PresetDraft, type PresetErrors, type PresetNumber } from './preset-draft.js';

interface SamplingProps {
  draft: PresetDraft;
  errors: PresetErrors;
  onChange: (part: Partial<PresetDraft>) => void;
}

/** How a model is asked: each field empty until somebody fills it. */
export function Sampling(props: SamplingProps) {
  const { draft, onChange } = props;
  const { words } = useLanguage();
  const w = words.models.sampling;
  return (
    <div className="sampling">
      <Group name={w.common}>
        <Numbers {...props} names={['temperature', 'topP', 'minP', 'topK', 'maxReplyTokens']} />
        <Field label={w.thinking}>
          {(input) => (
            <select
              {...input}
              value={draft.thinking}
              onChange={(event) => onChange({ thinking: event.target.value as PresetDraft['thinking'] })}
              data-testid="preset-thinking"
            >
              <option value="">{w.default}</option>
              {THINKING_EFFORTS.map((effort) => (
                <option key={effort} value={effort}>
                  {w.efforts[effort]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </Group>
      <Group name={w.penalties}>
        <Numbers {...props} names={['frequencyPenalty', 'presencePenalty', 'repetitionPenalty']} />
      </Group>
      <Group name={w.dry} hint={w.dryHint}>
        <Numbers {...props} names={['dryMultiplier', 'dryBase', 'dryAllowedLength']} />
      </Group>
      <Group name={w.xtc} hint={w.xtcHint}>
        <Numbers {...props} names={['xtcProbability', 'xtcThreshold']} />
      </Group>
      <Group name={w.rest}>
        <Numbers {...props} names={['seed']} />
        <Text {...props} name="stop" label={w.stop} hint={w.stopHint} />
        <Text {...props} name="extra" label={w.extra} hint={w.extraHint} />
      </Group>
    </div>
  );
}

function Group({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend>
        {name}
        {hint && <small>{hint}</small>}
      </legend>
      <div className="field-grid">{children}</div>
    </fieldset>
  );
}

function Numbers({ draft, errors, onChange, names }: SamplingProps & { names: PresetNumber[] }) {
  const { words, number } = useLanguage();
  const w = words.models;
  return names.map((name) => {
    const { least, most, step } = PRESET_NUMBERS[name];
    const error = errors[name];
    const range = w.errors.range(number(least), number(most));
    return (
      <Field
        key={name}
        label={w.sampling.names[name]}
        error={error && (error === 'range' ? range : w.errors[error])}
      >
        {(input) => (
          <input
            {...input}
            inputMode={step === 1 && least >= 0 ? 'numeric' : 'decimal'}
            autoComplete="off"
            placeholder={w.sampling.default}
            value={draft[name]}
            onChange={(event) => onChange({ [name]: event.target.value })}
            data-testid={`preset-${name}`}
          />
        )}
      </Field>
    );
  });
}

interface TextProps extends SamplingProps {
  name: 'stop' | 'extra';
  label: string;
  hint: string;
}

function Text({ draft, errors, onChange, name, label, hint }: TextProps) {
  const { words } = useLanguage();
  const error = errors[name];
  return (
    <Field
      label={label}
      hint={hint}
      error={(error === 'stop' || error === 'json') && words.models.errors[error]}
    >
      {(input) => (
        <textarea
          {...input}
          rows={Math.min(8, Math.max(2, draft[name].split('\n').length))}
          className={name === 'extra' ? 'code' : undefined}
          spellCheck={false}
          autoCapitalize="off"
          value={draft[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
          data-testid={`preset-${name}`}
        />
      )}
    </Field>
  );
}
