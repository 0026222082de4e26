import { useRef, useState } from 'react';
import { TRANSPORTS, type ConnectionView, type Transport } from '../../../../../src/contracts/connection.js';
import { connectionsApi } from '../../../api/connections.js';
import { useLanguage } from '../../../i18n/language.js';
import { isOtherServer, wishOf, type ConnectionDraft } from './connection-draft.js';
import { Field } from '../../../components/field.js';
import { KeyField, type ServerFieldsProps } from './key-field.js';
import { ModelField, type ModelList } from './model-field.js';

/** Where a model is reached, by which key, and which one. */
export function ServerFields(props: ServerFieldsProps) {
  const { draft, errors, stored, onChange } = props;
  const { words } = useLanguage();
  const w = words.models;
  const { list, ask } = useModelList(draft, stored);
  return (
    <div className="fields">
      <Field
        label={w.address}
        hint={w.addressHint}
        error={(errors.baseUrl === 'address' || errors.baseUrl === 'inAddress') && w.errors[errors.baseUrl]}
      >
        {(input) => (
          <input
            {...input}
            inputMode="url"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="https://api.example.com/v1"
            maxLength={2000}
            value={draft.baseUrl}
            onChange={(event) => onChange({ baseUrl: event.target.value })}
            data-testid="connection-address"
          />
        )}
      </Field>
      <KeyField {...props} />
      <ModelField value={draft.model} list={list} onChange={(model) => onChange({ model })} onOpen={ask} />
      <Field label={w.name} hint={w.nameHint}>
        {(input) => (
          <input
            {...input}
            autoComplete="off"
            maxLength={100}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
            data-testid="connection-name"
          />
        )}
      </Field>
      <details open={errors.window || errors.price || errors.headers ? true : undefined}>
        <summary>{w.more}</summary>
        <MoreFields {...props} />
      </details>
    </div>
  );
}

/** What the server lists, asked for once for each address and key that is typed. */
function useModelList(draft: ConnectionDraft, stored: ConnectionView | null) {
  const [list, setList] = useState<ModelList>({ state: 'unasked', models: [] });
  const asked = useRef('');

  function ask() {
    const { wish, errors } = wishOf(draft);
    const { baseUrl, apiKey, headers } = wish;
    const isKnown = stored && !isOtherServer(draft.baseUrl, stored.baseUrl);
    const server = { baseUrl, apiKey, headers, ...(isKnown && { connectionId: stored.id }) };
    const question = JSON.stringify(server);
    if (errors.baseUrl || errors.apiKey || errors.headers || asked.current === question) return;
    asked.current = question;
    setList({ state: 'loading', models: [] });
    connectionsApi.models(server).then(
      ({ models }) => asked.current === question && setList({ state: 'listed', models }),
      () => asked.current === question && setList({ state: 'failed', models: [] }),
    );
  }

  return { list, ask };
}

function MoreFields({ draft, errors, stored, onChange }: ServerFieldsProps) {
  const { words } = useLanguage();
  const w = words.models;
  const amount = (name: 'input' | 'cachedInput' | 'output') => (
    <Field label={w[name]}>
      {(input) => (
        <input
          {...input}
          inputMode="decimal"
          aria-invalid={errors.price ? true : undefined}
          value={draft[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
          data-testid={`connection-${name}`}
        />
      )}
    </Field>
  );
  return (
    <div className="fields">
      <Field label={w.contextWindow} hint={w.contextWindowHint} error={errors.window && w.errors.window}>
        {(input) => (
          <input
            {...input}
            inputMode="numeric"
            value={draft.window}
            onChange={(event) => onChange({ window: event.target.value })}
            data-testid="connection-window"
          />
        )}
      </Field>
      <fieldset>
        <legend>{w.price}</legend>
        <div className="field-grid">
          {amount('input')}
          {amount('cachedInput')}
          {amount('output')}
        </div>
        <p className={errors.price ? 'field-error' : 'hint'}>{errors.price ? w.errors.price : w.priceHint}</p>
      </fieldset>
      <Field label={w.transport}>
        {(input) => (
          <select
            {...input}
            value={draft.transport}
            onChange={(event) => onChange({ transport: event.target.value as Transport })}
            data-testid="connection-transport"
          >
            {TRANSPORTS.map((transport) => (
              <option key={transport} value={transport}>
                {w.transports[transport]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.headers === null && stored && stored.headers.length > 0 ? (
        <div className="row">
          <span className="hint">{w.headersStored(stored.headers.join(words.comma))}</span>
          <button type="button" className="quiet" onClick={() => onChange({ headers: '' })}>
            {w.headersReplace}
          </button>
        </div>
      ) : (
        <Field label={w.headers} hint={w.headersHint} error={errors.headers && w.errors.headers}>
          {(input) => (
            <textarea
              {...input}
              rows={2}
              className="code"
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              placeholder="X-Title: Keepsake"
              value={draft.headers ?? ''}
              onChange={(event) => onChange({ headers: event.target.value })}
              data-testid="connection-headers"
            />
          )}
        </Field>
      )}
    </div>
  );
}
