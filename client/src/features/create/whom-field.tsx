import { Field } from '../../components/field.js';
import { useLanguage } from '../../i18n/language.js';

/** The name of whom a text or a page is read for. */
export function WhomField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const { words } = useLanguage();
  const w = words.newCharacter;
  return (
    <Field label={w.name} hint={w.nameHint}>
      {(input) => (
        <input
          {...input}
          autoComplete="off"
          placeholder={w.optional}
          value={name}
          onChange={(event) => onChange(event.target.value)}
          data-testid="whom-input"
        />
      )}
    </Field>
  );
}
