import { useQuery } from '@tanstack/react-query';
import type { ConnectionView } from '../../../../src/contracts/connection.js';
import { queries } from '../../api/queries.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/loading/waiting.js';
import { useLanguage } from '../../i18n/language.js';
import { hostOf } from './connection/connection-draft.js';
import { NewConnection } from './new-connection.js';
import { SupplierMark } from './supplier-mark.js';
import './models.css';

/** The models that are connected; where there is none, the way to the first. */
export function Connections() {
  const { words } = useLanguage();
  const w = words.models;
  const { data, error, refetch } = useQuery(queries.connections());
  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (!data) return <Waiting />;
  if (!data.items.length) return <NewConnection title={words.connectModel} />;
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
        {data.items.map((connection) => (
          <li key={connection.id}>
            <Connection connection={connection} />
          </li>
        ))}
      </ul>
      <p className="hint">{w.backgroundHint}</p>
    </div>
  );
}

function Connection({ connection }: { connection: ConnectionView }) {
  const { words } = useLanguage();
  const w = words.models;
  return (
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
        {connection.isRecall && <span className="badge faint">{w.isRecall}</span>}
        {connection.readOnly && <span className="badge faint">{w.environment}</span>}
      </span>
      <Icon name="right" />
    </a>
  );
}
