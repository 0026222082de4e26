import { Field } from '../../../components/field.js';
import { useLanguage } from '../../../i18n/language.js';
import { SIGHTS, type ConnectionDraft, type Sight } from './connection-draft.js';

/** Whether the model is shown pictures: as is known of it, or in its owner's word. */
export function SightField({
  draft,
  onChange,
}: {
  draft: ConnectionDraft;
  onChange: (part: Pick<ConnectionDraft, 'sees'>) => void;
}) {
  const { words } = useLanguage();
  const w = words.models;
  return (
    <Field label={w.sees} hint={w.seesHint}>
      {(input) => (
        <select
          {...input}
          value={draft.sees}
          onChange={(event) => onChange({ sees: event.target.value as Sight })}
          data-testid="connection-sees"
        >
          {SIGHTS.map((sight) => (
            <option key={sight} value={sight}>
              {w.sight[sight]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
