import type { ConnectionView } from '../../../../../src/contracts/connection.js';
import type { SupplierView } from '../../../../../src/contracts/supplier.js';
import { useLanguage } from '../../../i18n/language.js';
import { isOtherServer, type ConnectionDraft, type DraftErrors } from './connection-draft.js';
import { Field } from '../../../components/field.js';

/** What is said of a server and how it is reached, as it is typed. */
export interface ServerFieldsProps {
  draft: ConnectionDraft;
  errors: DraftErrors;
  /** As it is stored; null: it is to be made. */
  stored: ConnectionView | null;
  supplier: SupplierView | null;
  onChange: (part: Partial<ConnectionDraft>) => void;
}

/** A key: typed once, and never seen again. */
export function KeyField({ draft, errors, stored, supplier, onChange }: ServerFieldsProps) {
  const { words } = useLanguage();
  const w = words.models;
  const isOther = stored !== null && isOtherServer(draft.baseUrl, stored.baseUrl);
  const hasKey = stored?.hasKey === true && !isOther;
  const hint = draft.dropKey
    ? w.keyDropped
    : hasKey
      ? w.keyStored
      : supplier?.needsKey
        ? w.keyHint
        : `${w.keyHint}${words.between}${w.keyNone}`;
  const error =
    (errors.apiKey && w.errors.key) ||
    (!draft.apiKey && stored?.keyUnreadable && w.keyUnreadable) ||
    (!draft.apiKey && stored?.hasKey && isOther && w.keyOther);
  return (
    <Field
      label={w.key}
      hint={hint}
      error={error}
      aside={
        hasKey ? (
          <button
            type="button"
            className="link"
            onClick={() => onChange({ dropKey: !draft.dropKey, apiKey: '' })}
            data-testid="connection-drop-key"
          >
            {draft.dropKey ? w.keyKeep : w.keyRemove}
          </button>
        ) : (
          supplier?.keyUrl &&
          /^https?:\/\//i.test(supplier.keyUrl) && (
            <a href={supplier.keyUrl} target="_blank" rel="noopener noreferrer">
              {w.keyGet(supplier.name)}
            </a>
          )
        )
      }
    >
      {(input) => (
        <input
          {...input}
          type="password"
          // It is no password of a person's: none is offered, and none is kept.
          autoComplete="new-password"
          spellCheck={false}
          maxLength={4000}
          placeholder={hasKey && !draft.dropKey ? '••••••••••••' : undefined}
          value={draft.apiKey}
          onChange={(event) => onChange({ apiKey: event.target.value, dropKey: false })}
          data-testid="connection-key"
        />
      )}
    </Field>
  );
}
