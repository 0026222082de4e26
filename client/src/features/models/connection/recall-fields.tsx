import type { ConnectionView } from '../../../../../src/contracts/connection.js';
import { Field } from '../../../components/field.js';
import { useLanguage } from '../../../i18n/language.js';
import type { ConnectionDraft } from './connection-draft.js';

interface RecallFieldsProps {
  /** As it is stored; null while it is new. */
  stored: ConnectionView | null;
  draft: ConnectionDraft;
  busy: boolean;
  onChange: (part: Pick<ConnectionDraft, 'embeddingModel'>) => void;
  onUse: (isRecall: boolean) => void;
}

/** The embedding model of the same server, and whether recall is helped by it. */
export function RecallFields({ stored, draft, busy, onChange, onUse }: RecallFieldsProps) {
  const { words } = useLanguage();
  const w = words.models.recall;
  const isTyped = draft.embeddingModel.trim() !== (stored?.embeddingModel ?? '');
  return (
    <details
      className="sampling-part"
      open={Boolean(stored?.embeddingModel) || undefined}
      data-testid="connection-recall"
    >
      <summary>
        <h2>{w.title}</h2>
      </summary>
      <p className="hint">{w.hint}</p>
      <Field label={w.model} hint={w.modelHint}>
        {(input) => (
          <input
            {...input}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={300}
            value={draft.embeddingModel}
            onChange={(event) => onChange({ embeddingModel: event.target.value })}
            data-testid="connection-embedding-model"
          />
        )}
      </Field>
      {stored && (stored.isRecall || stored.embeddingModel) && (
        <div className="row">
          <button
            type="button"
            className="quiet"
            disabled={busy || (isTyped && !stored.isRecall)}
            aria-pressed={stored.isRecall}
            onClick={() => onUse(!stored.isRecall)}
            data-testid="use-for-recall"
          >
            {stored.isRecall ? w.notForRecall : w.useForRecall}
          </button>
        </div>
      )}
    </details>
  );
}
