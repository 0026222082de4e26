import { useState } from 'react';
import type { ConnectionView } from '../../../../src/contracts/connection.js';
import { connectionsApi } from '../../api/connections.js';
import { useLoaded } from '../../api/use-loaded.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { BackLink, Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/waiting.js';
import { useLanguage } from '../../i18n/language.js';
import { hostOf } from './connection-draft.js';
import { ConnectionPage } from './connection-page.js';
import { SupplierChoice, type Start } from './supplier-choice.js';
import { SupplierMark } from './supplier-mark.js';

async function load() {
  const [{ items }, suppliers] = await Promise.all([connectionsApi.list(), connectionsApi.suppliers()]);
  return { items, suppliers: suppliers.items };
}
type Loaded = Awaited<ReturnType<typeof load>>;

/** The models that are connected: all of them, one, or one to be made. */
export function ModelsPage({ id, testNow }: { id: string | null; testNow: boolean }) {
  const { words } = useLanguage();
  const { value, failure, reload } = useLoaded(`connections ${id}`, load);
  return (
    <Page key={id} title={words.models.title} narrow>
      {id === null ? (
        <BackLink />
      ) : (
        <a href={to.models()} className="back">
          <Icon name="back" />
          {words.models.back}
        </a>
      )}
      {failure && <ProblemNote failure={failure} retry={reload} />}
      {!value && !failure && <Waiting />}
      {value && <Shown id={id} testNow={testNow} loaded={value} />}
    </Page>
  );
}

function Shown({ id, testNow, loaded }: { id: string | null; testNow: boolean; loaded: Loaded }) {
  const { words } = useLanguage();
  const { items, suppliers } = loaded;
  if (id === 'new' || (id === null && items.length === 0)) return <NewConnection loaded={loaded} />;
  if (id === null) return <Connections items={items} />;
  const connection = items.find((one) => one.id === id);
  if (!connection) return <p className="hint">{words.notFound}</p>;
  return (
    <ConnectionPage
      key={id}
      connection={connection}
      supplier={suppliers.find((one) => one.id === connection.supplier) ?? null}
      testNow={testNow}
      count={items.length}
    />
  );
}

function NewConnection({ loaded: { items, suppliers } }: { loaded: Loaded }) {
  const { words } = useLanguage();
  const w = words.models;
  const [start, setStart] = useState<Start | null>(null);
  if (start) {
    const { supplier, baseUrl, model } = start;
    return (
      <ConnectionPage
        connection={{ supplier: supplier?.id ?? '', baseUrl, model }}
        supplier={supplier}
        count={items.length}
        onElsewhere={() => setStart(null)}
      />
    );
  }
  return (
    <div className="models">
      <h1>{items.length ? w.add : w.connect}</h1>
      <p className="models-lead">{w.choose}</p>
      <SupplierChoice suppliers={suppliers} onChoose={setStart} />
    </div>
  );
}

function Connections({ items }: { items: ConnectionView[] }) {
  const { words } = useLanguage();
  const w = words.models;
  return (
    <div className="models">
      <header className="models-head">
        <h1>{w.title}</h1>
        <a href={to.models('new')} className="button primary" data-testid="add-connection">
          <Icon name="plus" />
          {w.add}
        </a>
      </header>
      <p className="models-lead">{w.lead}</p>
      <ul className="connections" data-testid="connections">
        {items.map((connection) => (
          <li key={connection.id}>
            <a href={to.models(connection.id)} data-testid="connection">
              <SupplierMark name={connection.name} />
              <span>
                <strong>{connection.name}</strong>
                <small>
                  {connection.model || w.anyModel} · {hostOf(connection.baseUrl)}
                </small>
                {connection.keyUnreadable && <small className="field-error">{w.keyUnreadable}</small>}
              </span>
              <span className="badges">
                {connection.isDefault && <span className="badge">{w.isDefault}</span>}
                {connection.isBackground && <span className="badge faint">{w.isBackground}</span>}
                {connection.readOnly && <span className="badge faint">{w.environment}</span>}
              </span>
              <Icon name="right" />
            </a>
          </li>
        ))}
      </ul>
      <p className="hint">{w.backgroundHint}</p>
    </div>
  );
}
