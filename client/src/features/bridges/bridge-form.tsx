import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ANSWERS_TO, type BridgeKind, type BridgeView } from '../../../../src/contracts/bridge.js';
import { bridgesApi } from '../../api/bridges.js';
import { bridgesChanged } from '../../api/changes.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { queries } from '../../api/queries.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Segments } from '../../components/segments.js';
import { useLanguage } from '../../i18n/language.js';
import { draftOf, errorIn, newToken, SECRET_OF, wishOf, type BridgeDraft } from './bridge-draft.js';

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
  const [draft, setDraft] = useState(() => draftOf(bridge));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [wrong, setWrong] = useState<ReturnType<typeof errorIn>>(null);
  const hasSecret = bridge?.settings[SECRET_OF[kind]] === true;
  const change = (part: Partial<BridgeDraft>) => setDraft((before) => ({ ...before, ...part }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    const found = errorIn(kind, draft, hasSecret);
    setWrong(found);
    if (found) return;
    setBusy(true);
    setFailure(null);
    try {
      const wish = wishOf(kind, draft);
      if (bridge) await bridgesApi.change(bridge.id, wish);
      else await bridgesApi.make(kind, { name: w.kinds[kind], ...wish, enabled: true });
      await bridgesChanged();
      onEnd();
    } catch (error) {
      setFailure(asFailure(error));
    } finally {
      setBusy(false);
    }
  }

  const text = (part: keyof BridgeDraft, label: string, hint: string, testId: string) => (
    <Field label={label} hint={hint} error={part === wrong && part === 'endpoint' && w.errors.endpoint[kind]}>
      {(input) => (
        <input
          {...input}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={draft[part] as string}
          onChange={(event) => change({ [part]: event.target.value })}
          data-testid={testId}
        />
      )}
    </Field>
  );
  const ids = (part: 'rooms' | 'servers' | 'roles') => (
    <Field label={w[part]} hint={w.idsHint[part][kind]}>
      {(input) => (
        <textarea
          {...input}
          rows={2}
          spellCheck={false}
          value={draft[part]}
          onChange={(event) => change({ [part]: event.target.value })}
          data-testid={`bridge-${part}`}
        />
      )}
    </Field>
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate data-testid="bridge-form">
      <ol className="bridge-steps">
        {w.steps[kind].map((step) => (
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
        {kind === 'onebot' &&
          !draft.isCalled &&
          text('endpoint', w.gateway, w.gatewayHint, 'bridge-endpoint')}
        <Field
          label={w.secrets[kind]}
          hint={hasSecret ? w.secretStored : w.secretHints[kind]}
          error={wrong === 'secret' && w.errors.secret}
          aside={
            kind === 'onebot' && (
              <button
                type="button"
                className="link"
                onClick={() => change({ secret: newToken() })}
                data-testid="bridge-make-token"
              >
                {w.makeToken}
              </button>
            )
          }
        >
          {(input) => (
            <input
              {...input}
              // One that is made here is to be copied into the gateway.
              type={kind === 'onebot' ? 'text' : 'password'}
              autoComplete="new-password"
              spellCheck={false}
              maxLength={1000}
              placeholder={hasSecret ? '••••••••••••' : undefined}
              value={draft.secret}
              onChange={(event) => change({ secret: event.target.value })}
              data-testid="bridge-secret"
            />
          )}
        </Field>
        <CharacterField value={draft.characterId} onChange={(characterId) => change({ characterId })} />
        <details>
          <summary>{w.roomsTitle}</summary>
          <div className="fields">
            <p className="hint">{w.roomsLead}</p>
            {kind === 'discord' && ids('servers')}
            {ids('rooms')}
            {kind === 'discord' && ids('roles')}
            <Segments
              legend={w.answers}
              testId="bridge-answers"
              value={draft.answers}
              options={ANSWERS_TO.map((value) => ({ value, name: w.answersTo[value] }))}
              onChoose={(answers) => change({ answers })}
            />
            {kind === 'discord' && (
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
        <details>
          <summary>{w.more}</summary>
          <div className="fields">
            {text('name', w.name, w.nameHint, 'bridge-name')}
            {text('perPerson', w.perPerson, w.limitHint, 'bridge-per-person')}
            {text('perDay', w.perDay, w.limitHint, 'bridge-per-day')}
            {kind === 'discord' && text('endpoint', w.rest, w.restHint, 'bridge-endpoint')}
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

function CharacterField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const { words } = useLanguage();
  const w = words.bridges;
  const { data } = useQuery(queries.characterNames());
  return (
    <Field label={w.character} hint={w.characterHint}>
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
