import { useState, type FormEvent } from 'react';
import { CLAIM_PARTS } from '../../../../../src/contracts/claim-parts.js';
import type { Sheet } from '../../../../../src/contracts/sheet.js';
import { Field } from '../../../components/field.js';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { GrowingText } from '../../../components/growing-text.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { useUnsavedGuard } from '../../../browser/unsaved-guard.js';
import { LorebookEditor } from '../../lorebook/lorebook-editor.js';
import { CardNotesEditor } from '../card/card-notes.js';
import { CardScripts } from '../card/card-scripts.js';
import { ClaimsEditor } from './claims-editor.js';
import './sheet-editor.css';

const LONGEST_NAME = 200;

interface SheetEditorProps {
  characterId: string;
  name: string;
  sheet: Sheet;
  /** The lorebook is what somebody came for. */
  atLorebook: boolean;
  nextVersion: number;
  onSave: (change: { name?: string; sheet?: Sheet }) => Promise<void>;
  onDiscard: () => void;
}

/** A sheet as it is changed: all at once, so that all makes one version. */
export function SheetEditor({
  characterId,
  name,
  sheet,
  atLorebook,
  nextVersion,
  onSave,
  onDiscard,
}: SheetEditorProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const [draft, setDraft] = useState(sheet);
  const [typedName, setTypedName] = useState(name);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const isRenamed = typedName.trim() !== name;
  const isRewritten = draft !== sheet;
  const changed = isRenamed || isRewritten;

  useUnsavedGuard(changed);

  const change = (part: Partial<Sheet>) => setDraft((now) => ({ ...now, ...part }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    await onSave({
      ...(isRenamed && { name: typedName.trim() }),
      ...(isRewritten && { sheet: tidied(draft) }),
    });
    setBusy(false);
  }

  return (
    <form className="sheet-editor" onSubmit={(event) => void submit(event)} data-testid="sheet-editor">
      <Field label={w.name}>
        {(input) => (
          <input
            {...input}
            autoComplete="off"
            required
            pattern=".*\S.*"
            maxLength={LONGEST_NAME}
            value={typedName}
            onChange={(event) => setTypedName(event.target.value)}
            data-testid="edit-name"
          />
        )}
      </Field>
      {CLAIM_PARTS.map((part) => (
        <ClaimsEditor
          key={part}
          part={part}
          claims={draft[part]}
          onChange={(claims) => change({ [part]: claims })}
        />
      ))}
      <section>
        <h2>{w.scenario}</h2>
        <GrowingText
          label={w.scenario}
          value={draft.scenario}
          onChange={(scenario) => change({ scenario })}
          testid="edit-scenario"
        />
      </section>
      <section>
        <h2>{w.greetings}</h2>
        {draft.greetings.map((greeting, i) => (
          <div key={i} className="editing-line">
            <GrowingText
              label={w.greetings}
              value={greeting}
              onChange={(text) => change({ greetings: draft.greetings.with(i, text) })}
              testid="edit-greeting"
            />
            <button
              type="button"
              className="round"
              aria-label={w.removeGreeting}
              title={w.removeGreeting}
              onClick={() => change({ greetings: draft.greetings.toSpliced(i, 1) })}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
        <button
          type="button"
          className="plain"
          onClick={() => change({ greetings: [...draft.greetings, ''] })}
        >
          <Icon name="plus" />
          {w.addGreeting}
        </button>
      </section>
      <LorebookEditor
        characterId={characterId}
        lorebook={draft.lorebook}
        byKeys={draft.lorebookByKeys}
        wanted={atLorebook}
        onChange={change}
      />
      <section>
        <h2>{w.instructions}</h2>
        <GrowingText
          label={w.instructions}
          value={draft.instructions}
          onChange={(instructions) => change({ instructions })}
        />
      </section>
      <section>
        <h2>{w.afterHistory}</h2>
        <GrowingText
          label={w.afterHistory}
          value={draft.afterHistory}
          onChange={(afterHistory) => change({ afterHistory })}
        />
      </section>
      <CardNotesEditor sheet={draft} onChange={change} />
      <CardScripts scripts={draft.scripts} onChange={(scripts) => change({ scripts })} />
      <div className="editor-foot">
        <p className="hint">{w.editHint}</p>
        <div className="row end">
          <button
            type="button"
            className="quiet"
            onClick={() => (changed ? setAsking(true) : onDiscard())}
            data-testid="sheet-discard"
          >
            {changed ? w.discard : words.cancel}
          </button>
          <button type="submit" className="primary" disabled={!changed || busy} data-testid="sheet-save">
            {isRewritten || !isRenamed ? w.saveAs(nextVersion) : words.save}
          </button>
        </div>
      </div>
      {asking && (
        <ConfirmDialog
          title={w.discardSure}
          yes={w.discard}
          onYes={onDiscard}
          onNo={() => setAsking(false)}
        />
      )}
    </form>
  );
}

/** Without lines that were left empty: the server takes none. */
function tidied(sheet: Sheet): Sheet {
  const next = { ...sheet, greetings: sheet.greetings.filter((greeting) => greeting.trim()) };
  if (sheet.lorebook) {
    const entries = sheet.lorebook.entries.filter(({ keys, content }) => keys.length || content.trim());
    next.lorebook = { ...sheet.lorebook, entries };
  }
  for (const part of CLAIM_PARTS) {
    next[part] = sheet[part].filter((claim) => claim.text.trim());
  }
  return next;
}
