import type { KeyLimits } from '../../../../src/contracts/api-key.js';
import { Field } from '../../components/field.js';
import { useLanguage } from '../../i18n/language.js';

const LIMITS = ['requestsPerMinute', 'requestsPerDay', 'tokensPerMinute', 'tokensPerDay'] as const;
const LARGEST = 2_000_000_000;

/** Limits as they are typed; what is empty is none. */
export type TypedLimits = Partial<Record<keyof KeyLimits, string>>;

export function limitsOf(typed: TypedLimits): KeyLimits {
  const limit = (text = '') => {
    const n = Math.floor(Number(text));
    return n >= 1 ? Math.min(n, LARGEST) : null;
  };
  return Object.fromEntries(LIMITS.map((name) => [name, limit(typed[name])])) as Record<
    keyof KeyLimits,
    number | null
  >;
}

export function typedLimits(limits: KeyLimits): TypedLimits {
  return Object.fromEntries(LIMITS.map((name) => [name, limits[name]?.toString() ?? '']));
}

export function KeyName({ value, onChange }: { value: string; onChange: (name: string) => void }) {
  const { words } = useLanguage();
  const w = words.keys;
  return (
    <Field label={w.name} hint={w.nameHint}>
      {(input) => (
        <input
          {...input}
          required
          autoFocus
          maxLength={100}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          data-testid="key-name"
        />
      )}
    </Field>
  );
}

export function KeyLimitFields({
  value,
  onChange,
}: {
  value: TypedLimits;
  onChange: (limits: TypedLimits) => void;
}) {
  const { words } = useLanguage();
  const w = words.keys;
  return (
    <>
      <p className="hint">{w.limitsHint}</p>
      <div className="field-grid">
        {LIMITS.map((limit) => (
          <Field key={limit} label={w.limit[limit]}>
            {(input) => (
              <input
                {...input}
                type="number"
                min={1}
                max={LARGEST}
                inputMode="numeric"
                value={value[limit] ?? ''}
                onChange={(event) => onChange({ ...value, [limit]: event.target.value })}
                data-testid={`limit-${limit}`}
              />
            )}
          </Field>
        ))}
      </div>
    </>
  );
}
