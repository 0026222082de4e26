import { useEffect, useState, type FormEvent } from 'react';
import { CLAIM_PARTS, type ClaimPart } from '../../../../src/contracts/claim-parts.js';
import type { Claim, Sheet } from '../../../../src/contracts/sheet.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { GrowingText } from '../../components/growing-text.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { newId } from '../../browser/new-id.js';
import { LorebookEditor } from '../lorebook/lorebook-editor.js';
import { CardNotesEditor } from './card-notes.js';
import { CardScripts } from './card-scripts.js';
import { joinedClaim } from './claims.js';
import './sheet-editor.css';

interface SheetEditorProps {
  characterId: string;
  sheet: Sheet;
  /** The lorebook is what somebody came for. */
  atLorebook: boolean;
  nextVersion: number;
  onSave: (sheet: Sheet) => Promise<void>;
  onDiscard: () => void;
}

/** A sheet as it is changed: all at once, so that all makes one version. */
export function SheetEditor({
  characterId,
  sheet,
  atLorebook,
  nextVersion,
  onSave,
  onDiscard,
}: SheetEditorProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const [draft, setDraft] = useState(sheet);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const changed = draft !== sheet;

  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [changed]);

  const change = (part: Partial<Sheet>) => setDraft((now) => ({ ...now, ...part }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    await onSave(tidied(draft));
    setBusy(false);
  }

  return (
    <form className="sheet-editor" onSubmit={(event) => void submit(event)} data-testid="sheet-editor">
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
            {w.saveAs(nextVersion)}
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

interface ClaimsEditorProps {
  part: ClaimPart;
  claims: Claim[];
  onChange: (claims: Claim[]) => void;
}

function ClaimsEditor({ part, claims, onChange }: ClaimsEditorProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const put = (i: number, change: Partial<Claim>) => {
    const claim = claims[i];
    if (claim) onChange(claims.with(i, { ...claim, ...change }));
  };
  return (
    <section data-testid="edit-part" data-part={part}>
      <h2>{w.parts[part]}</h2>
      {claims.map((claim, i) => (
        <div key={claim.id} className="editing-line">
          <div>
            <GrowingText
              label={w.claimText}
              value={claim.text}
              onChange={(text) => put(i, { text })}
              testid="edit-claim"
            />
            <div className="row editing-kind">
              <select
                aria-label={w.claimKind}
                value={claim.kind}
                onChange={(event) => put(i, { kind: event.target.value as Claim['kind'] })}
              >
                <option value="stated">{w.kinds.stated}</option>
                <option value="inferred">{w.kinds.inferred}</option>
                <option value="invented">{w.kinds.invented}</option>
              </select>
              {i + 1 < claims.length && (
                <button
                  type="button"
                  className="plain"
                  onClick={() => onChange(claims.toSpliced(i, 2, joinedClaim(claim, claims[i + 1]!)))}
                  data-testid="join-claims"
                >
                  {words.review.joinNext}
                </button>
              )}
              {part === 'relationships' && (
                <input
                  aria-label={w.claimAbout}
                  placeholder={w.claimAbout}
                  value={claim.about ?? ''}
                  onChange={(event) => put(i, { about: event.target.value || undefined })}
                />
              )}
            </div>
          </div>
          <button
            type="button"
            className="round"
            aria-label={w.removeClaim}
            title={w.removeClaim}
            onClick={() => onChange(claims.toSpliced(i, 1))}
            data-testid="remove-claim"
          >
            <Icon name="close" />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="plain"
        onClick={() => onChange([...claims, { id: newId(), text: '', kind: 'invented', citations: [] }])}
        data-testid="add-claim"
      >
        <Icon name="plus" />
        {w.addClaim}
      </button>
    </section>
  );
}
