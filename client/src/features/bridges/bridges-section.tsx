import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { BRIDGE_KINDS, type BridgeKind } from '../../../../src/contracts/bridge.js';
import { queries } from '../../api/queries.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/loading/waiting.js';
import { useLanguage } from '../../i18n/language.js';
import { BridgeForm } from './bridge-form.js';
import { BridgePanel } from './bridge-panel.js';
import './bridges.css';

/** Other doors to the same conversations: each with how it stands, who is paired there, and what it needs. */
export function BridgesSection() {
  const { words } = useLanguage();
  const w = words.bridges;
  const { data, error, refetch } = useQuery(queries.bridges());
  const [adding, setAdding] = useState<BridgeKind | null>(null);
  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (!data) return <Waiting />;
  return (
    <div className="bridges" data-testid="bridges">
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <ul>
        {data.items.map((bridge) => (
          <li key={bridge.id}>
            <BridgePanel bridge={bridge} />
          </li>
        ))}
      </ul>
      {adding ? (
        <section className="bridge" data-testid="bridge-new">
          <h2>{w.kinds[adding].name}</h2>
          <BridgeForm kind={adding} bridge={null} onEnd={() => setAdding(null)} />
        </section>
      ) : (
        <section>
          <h2>{w.add}</h2>
          <div className="row">
            {BRIDGE_KINDS.map((kind) => (
              <button
                key={kind}
                type="button"
                className="quiet"
                onClick={() => setAdding(kind)}
                data-testid={`bridge-add-${kind}`}
              >
                <Icon name="plus" />
                {w.kinds[kind].name}
              </button>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}
