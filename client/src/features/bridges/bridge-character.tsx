import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.js';
import { Field } from '../../components/field.js';
import { useLanguage } from '../../i18n/language.js';

interface CharacterFieldProps {
  hint: string;
  value: string;
  onChange: (id: string) => void;
}

/** Who answers at a bridge. */
export function CharacterField({ hint, value, onChange }: CharacterFieldProps) {
  const { words } = useLanguage();
  const w = words.bridges;
  const { data } = useQuery(queries.characterNames());
  return (
    <Field label={w.character} hint={hint}>
      {(input) => (
        <select
          {...input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          data-testid="bridge-character"
        >
          <option value="">{w.lastCharacter}</option>
          {data?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
