import { useEffect, useRef, useState, type FormEvent } from 'react';
import { ANSWERS_TO, type BridgeKind, type BridgeView } from '../../../../src/contracts/bridge.js';
import { bridgesApi } from '../../api/bridges.js';
import { bridgesChanged } from '../../api/changes.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Segments } from '../../components/segments.js';
import { useLanguage } from '../../i18n/language.js';
import { CharacterField } from './bridge-character.js';
import { draftOf, errorIn, newToken, wishOf, type BridgeDraft } from './bridge-draft.js';
import { KIND_FORMS, type RoomsField } from './bridge-kinds.js';

interface BridgeFormProps {
  kind: BridgeKind;
  /** Null: it is to be made. */
  bridge: BridgeView | null;
  onEnd: () => void;
}

/** What a bridge needs, step by step. */
export function BridgeForm({ kind, bridge, onEnd }: BridgeFormProps) {
  const { words } = useLanguage();
  const w = words.bridges;
  const form = KIND_FORMS[kind];
  const own = w.kinds[kind];
  const [draft, setDraft] = useState(() => draftOf(kind, bridge));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [more, setMore] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  // What was mended is not told of any longer.
  const wrong = told !== null && errorIn(kind, draft, bridge) === told ? told : null;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (told) element.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [told]);
  const change = (part: Partial<BridgeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isKept = (name: string) => (bridge?.settings as Record<string, unknown> | undefined)?.[name] === true;

  async function submit(event: FormEvent) {
    event.preventDefault();
    const found = errorIn(kind, draft, bridge);
    setTold(found);
    if (found === 'endpoint') setMore(true);
    if (found) return;
    setBusy(true);
    setFailure(null);
    try {
      const wish = wishOf(kind, draft);
      if (bridge) await bridgesApi.change(bridge.id, wish);
      else await bridgesApi.make(kind, { name: own.name, ...wish, enabled: true });
      await bridgesChanged();
      onEnd();
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setBusy(false);
    }
  }

  const text = (part: 'name' | 'perPerson' | 'perDay', label: string, hint: string, testId: string) => (
    <Field label={label} hint={hint}>
      {(input) => (
        <input
          {...input}
          autoComplete="off"
          inputMode={part === 'name' ? undefined : 'numeric'}
          value={draft[part]}
          onChange={(event) =>
            change({ [part]: part === 'name' ? event.target.value : digitsIn(event.target.value) })
          }
          data-testid={testId}
        />
      )}
    </Field>
  );
  const endpoint = (
    <Field
      {...own.fields['endpoint']!}
      error={wrong === 'endpoint' && w.errors.endpoint[form.endpoint.protocol]}
    >
      {(input) => (
        <input
          {...input}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={draft.endpoint}
          onChange={(event) => change({ endpoint: event.target.value })}
          data-testid="bridge-endpoint"
        />
      )}
    </Field>
  );
  const ids = (part: RoomsField) => (
    <Field key={part} label={w[part]} hint={own.ids[part] ?? ''}>
      {(input) => (
        <textarea
          {...input}
          rows={2}
          spellCheck={false}
          value={draft.ids[part]}
          onChange={(event) => change({ ids: { ...draft.ids, [part]: event.target.value } })}
          data-testid={`bridge-${part}`}
        />
      )}
    </Field>
  );
  return (
    <form ref={element} onSubmit={(event) => void submit(event)} noValidate data-testid="bridge-form">
      <ol className="bridge-steps">
        {own.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="fields">
        {kind === 'onebot' && (
          <Segments
            legend={w.direction}
            testId="bridge-direction"
            value={draft.isCalled ? 'called' : 'calls'}
            options={[
              { value: 'calls', name: w.calls },
              { value: 'called', name: w.called },
            ]}
            onChoose={(value) => change({ isCalled: value === 'called' })}
          />
        )}
        {form.endpoint.isFirst && !draft.isCalled && endpoint}
        {[...form.plain, ...form.secrets].map((name) => (
          <OwnField
            key={name}
            name={name}
            words={own.fields[name]!}
            value={draft.own[name] ?? ''}
            onChange={(value) => change({ own: { ...draft.own, [name]: value } })}
            isSecret={form.secrets.includes(name)}
            isKept={isKept(name) && !draft.dropped.includes(name)}
            isMade={form.made === name}
            error={
              wrong === name &&
              (draft.own[name]?.trim() ? w.errors.shape(own.fields[name]!.hint) : w.errors.missing)
            }
            onDrop={
              form.optional?.includes(name) && isKept(name)
                ? () => change({ dropped: [...draft.dropped, name], own: { ...draft.own, [name]: '' } })
                : undefined
            }
          />
        ))}
        <CharacterField
          hint={form.rooms.length > 0 ? w.characterHint : w.characterHintDirect}
          value={draft.characterId}
          onChange={(characterId) => change({ characterId })}
        />
        {form.rooms.length > 0 && (
          <details>
            <summary>{w.roomsTitle}</summary>
            <div className="fields">
              <p className="hint">{w.roomsLead}</p>
              {form.rooms.map(ids)}
              {!draft.characterId && form.rooms.some((part) => draft.ids[part].trim()) && (
                <p className="note" data-testid="bridge-nobody-answers">
                  {w.nobodyAnswers}
                </p>
              )}
              <Segments
                legend={w.answers}
                testId="bridge-answers"
                value={draft.answers}
                options={ANSWERS_TO.map((value) => ({ value, name: w.answersTo[value] }))}
                onChoose={(answers) => change({ answers })}
              />
              {form.messageContent && (
                <label className="row">
                  <input
                    type="checkbox"
                    checked={draft.messageContent}
                    onChange={(event) => change({ messageContent: event.target.checked })}
                  />
                  <span>{w.messageContent}</span>
                </label>
              )}
            </div>
          </details>
        )}
        <details open={more} onToggle={(event) => setMore(event.currentTarget.open)}>
          <summary>{w.more}</summary>
          <div className="fields">
            {text('name', w.name, w.nameHint, 'bridge-name')}
            {text('perPerson', w.perPerson, w.limitHint(300), 'bridge-per-person')}
            {text('perDay', w.perDay, w.limitHint(3000), 'bridge-per-day')}
            {!form.endpoint.isFirst && endpoint}
          </div>
        </details>
      </div>
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        <button type="button" className="quiet" onClick={onEnd}>
          {words.cancel}
        </button>
        <button type="submit" className="primary" disabled={busy} data-testid="bridge-save">
          {bridge ? words.save : w.connect}
        </button>
      </div>
    </form>
  );
}

interface OwnFieldProps {
  name: string;
  words: { label: string; hint: string };
  value: string;
  onChange: (value: string) => void;
  isSecret: boolean;
  /** A secret is stored already. */
  isKept: boolean;
  /** Both sides choose it: it is to be copied from here. */
  isMade: boolean;
  error: string | false;
  /** It can be done without. */
  onDrop: (() => void) | undefined;
}

/** A setting that only bridges of this kind have. */
function OwnField(props: OwnFieldProps) {
  const { name, words: own, value, onChange, isSecret, isKept, isMade, error, onDrop } = props;
  const { words } = useLanguage();
  const w = words.bridges;
  return (
    <Field
      label={own.label}
      hint={isKept ? w.secretStored : own.hint}
      error={error}
      aside={
        isMade ? (
          <button
            type="button"
            className="link"
            onClick={() => onChange(newToken())}
            data-testid="bridge-make-token"
          >
            {w.makeToken}
          </button>
        ) : (
          isKept &&
          onDrop && (
            <button type="button" className="link" onClick={onDrop} data-testid={`bridge-drop-${name}`}>
              {w.dropSecret}
            </button>
          )
        )
      }
    >
      {(input) => (
        <input
          {...input}
          type={isSecret && !isMade ? 'password' : 'text'}
          autoComplete={isSecret ? 'new-password' : 'off'}
          autoCapitalize="off"
          spellCheck={false}
          maxLength={1000}
          placeholder={isKept ? '••••••••••••' : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          data-testid={`bridge-${name}`}
        />
      )}
    </Field>
  );
}

/** Typed on a Chinese keyboard, too. */
const digitsIn = (text: string) => text.normalize('NFKC').replace(/\D/g, '').slice(0, 7);
