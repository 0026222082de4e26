import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { ConnectionView } from '../../../../../src/contracts/connection.js';
import { connectionsApi } from '../../../api/connections.js';
import type { SupplierView } from '../../../../../src/contracts/supplier.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { connectionsChanged } from '../../../api/changes.js';
import { goInstead, to } from '../../../browser/route.js';
import { useUnsavedGuard } from '../../../browser/unsaved-guard.js';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { Icon } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';
import { hostOf } from './connection-draft.js';
import { PresetImport } from '../preset/preset-import.js';
import { presetDraft } from '../preset/preset-draft.js';
import { Sampling } from '../preset/sampling.js';
import { ServerFields } from './server-fields.js';
import { Spending } from '../spending/spending.js';
import { SupplierMark } from '../supplier-mark.js';
import { SightField } from './sight-field.js';
import { RecallFields } from './recall-fields.js';
import { TestResults } from './test-results.js';
import { useConnection } from './use-connection.js';
import './connection.css';

interface ConnectionPageProps {
  /** As it is stored, or what a new one begins with. */
  connection: Partial<ConnectionView>;
  supplier: SupplierView | null;
  /** Tests it at once: it was just made. */
  testNow?: boolean;
  /** How many there are: the last one is missed. */
  count: number;
  onElsewhere?: () => void;
}

/** A connection, to be made or changed: where it leads, and how its model is asked. */
export function ConnectionPage(props: ConnectionPageProps) {
  const { connection, supplier, testNow = false, count, onElsewhere } = props;
  const { lang, words } = useLanguage();
  const w = words.models;
  const isNew = !connection.id;
  const { stored, draft, errors, busy, told, failure, result, changed, change, save, use, test } =
    useConnection(connection, isNew);
  const form = useRef<HTMLFormElement>(null);
  const tests = useRef<HTMLDivElement>(null);
  const toTest = useRef(testNow ? connection.id : undefined);

  useEffect(() => {
    if (!toTest.current) return;
    void test(toTest.current);
    toTest.current = undefined;
    // Loaded again it is not tested again.
    history.replaceState(null, '', to.models(connection.id));
  });

  const isTested = busy === 'testing' || result !== null;
  useEffect(() => {
    if (isTested) tests.current?.scrollIntoView({ block: 'center', behavior: 'smooth' });
  }, [isTested, result]);

  useEffect(() => {
    if (told === 'fields') form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [told]);

  useUnsavedGuard(changed);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const view = await save();
    if (view && isNew) goInstead(to.modelTest(view.id));
  }

  async function tryOut() {
    const view = changed ? await save() : stored;
    if (view) await test(view.id);
  }

  const refused = stored?.refused[stored.model] ?? [];
  const title = stored?.name ?? supplier?.name ?? w.other;
  return (
    <form
      ref={form}
      className="connection"
      noValidate
      onSubmit={(event) => void submit(event)}
      data-testid="connection-form"
    >
      <header className="connection-head">
        <SupplierMark name={stored || supplier ? title : '…'} />
        <div>
          <h1>{title}</h1>
          <p className="hint">
            {hostOf(stored?.baseUrl ?? draft.baseUrl)}
            {onElsewhere && (
              <button type="button" className="link" onClick={onElsewhere} data-testid="supplier-elsewhere">
                {w.elsewhere}
              </button>
            )}
          </p>
        </div>
        {stored && <Uses stored={stored} busy={busy !== null} onUse={(wish) => void use(wish)} />}
      </header>
      {supplier?.note?.[lang] && <p className="hint supplier-note">{supplier.note[lang]}</p>}
      {stored?.readOnly ? (
        <p className="note">{w.readOnly}</p>
      ) : (
        <ServerFields draft={draft} errors={errors} stored={stored} supplier={supplier} onChange={change} />
      )}
      {isTested && (
        <div ref={tests} role="status" className="test">
          {busy === 'testing' && <p className="hint">{w.testing}</p>}
          {result && <TestResults result={result} model={stored?.model ?? ''} />}
        </div>
      )}
      <details className="sampling-part" open={!isNew || undefined} data-testid="sampling">
        <summary>
          <h2>{w.sampling.title}</h2>
        </summary>
        <p className="hint">{w.sampling.hint}</p>
        {refused.length > 0 && (
          <p className="note" data-testid="refused">
            {w.sampling.refused(refused.join(words.comma), stored?.model ?? '')}
          </p>
        )}
        <PresetImport onPreset={(preset) => change(presetDraft(preset))} />
        <Sampling draft={draft} errors={errors} onChange={change} />
        <SightField draft={draft} onChange={change} />
      </details>
      <RecallFields
        stored={stored}
        draft={draft}
        busy={busy !== null}
        onChange={change}
        onUse={(isRecall) => void use({ isRecall })}
      />
      {stored && <Spending connection={stored} draft={draft} errors={errors} onChange={change} />}
      <footer className="connection-foot">
        {failure && <ProblemNote failure={failure} />}
        <p className={told === 'saved' ? 'hint' : 'field-error'} role="status" data-told={told ?? undefined}>
          {told === 'saved' && w.saved}
          {told === 'conflict' && w.conflict}
          {told === 'fields' && w.checkFields}
        </p>
        <div className="row end">
          {stored && !stored.readOnly && <DeleteConnection connection={stored} isLast={count === 1} />}
          {stored && (
            <button
              type="button"
              className="quiet"
              disabled={busy !== null}
              onClick={() => void tryOut()}
              data-testid="connection-test"
            >
              {changed ? w.saveAndTest : w.test}
            </button>
          )}
          <button
            type="submit"
            className="primary"
            disabled={busy !== null || (!isNew && !changed)}
            data-testid="connection-save"
          >
            {isNew ? w.saveAndTest : w.save}
          </button>
        </div>
      </footer>
    </form>
  );
}

interface UsesProps {
  stored: ConnectionView;
  busy: boolean;
  onUse: (wish: { isDefault?: boolean; isBackground?: boolean }) => void;
}

function Uses({ stored, busy, onUse }: UsesProps) {
  const { words } = useLanguage();
  const w = words.models;
  return (
    <div className="row">
      {stored.isDefault ? (
        <span className="badge" data-testid="is-default">
          {w.isDefault}
        </span>
      ) : (
        <button
          type="button"
          className="quiet"
          disabled={busy}
          onClick={() => onUse({ isDefault: true })}
          data-testid="make-default"
        >
          {w.makeDefault}
        </button>
      )}
      <button
        type="button"
        className="quiet"
        disabled={busy}
        aria-pressed={stored.isBackground}
        onClick={() => onUse({ isBackground: !stored.isBackground })}
        data-testid="use-for-background"
      >
        {stored.isBackground ? w.notForBackground : w.useForBackground}
      </button>
    </div>
  );
}

function DeleteConnection({ connection, isLast }: { connection: ConnectionView; isLast: boolean }) {
  const { words } = useLanguage();
  const w = words.models;
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { characters, sessions } = connection.usedBy;

  async function remove() {
    setAsking(false);
    try {
      await connectionsApi.remove(connection.id);
      goInstead(to.models());
      await connectionsChanged();
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <>
      <button
        type="button"
        className="plain danger apart"
        onClick={() => setAsking(true)}
        data-testid="connection-delete"
      >
        <Icon name="bin" />
        {words.delete}
      </button>
      {failure && <ProblemNote failure={failure} />}
      {asking && (
        <ConfirmDialog
          title={w.deleteTitle(connection.name)}
          text={[w.usedBy(characters, sessions), connection.hasKey && w.deleteKey, isLast && w.deleteLast]
            .filter(Boolean)
            .join(words.between)}
          yes={words.delete}
          onNo={() => setAsking(false)}
          onYes={() => void remove()}
        />
      )}
    </>
  );
}
