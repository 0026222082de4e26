import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { LocalServerView, SupplierView } from '../../../../src/contracts/supplier.js';
import { queries } from '../../api/queries.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { hostOf } from './connection/connection-draft.js';
import { SupplierMark } from './supplier-mark.js';

/** So many services are looked through without a search. */
const FEW = 12;

/** What a new connection begins with. */
export interface Start {
  supplier: SupplierView | null;
  baseUrl: string;
  model: string;
}

interface SupplierChoiceProps {
  suppliers: SupplierView[];
  onChoose: (start: Start) => void;
}

/** Where a model runs: on this computer, at a known service, or anywhere else. */
export function SupplierChoice({ suppliers, onChoose }: SupplierChoiceProps) {
  const { words } = useLanguage();
  const w = words.models;
  const [sought, setSought] = useState('');
  const wanted = sought.trim().toLowerCase();
  const found = suppliers.filter(({ id, name }) => `${id} ${name}`.toLowerCase().includes(wanted));
  const choose = (supplier: SupplierView | null) =>
    onChoose({ supplier, baseUrl: supplier?.baseUrl ?? '', model: '' });
  return (
    <div className="supplier-choice" data-testid="supplier-choice">
      <OnThisComputer
        onChoose={(server) => {
          const supplier = suppliers.find(({ id }) => id === server.supplier) ?? null;
          onChoose({
            supplier: supplier ?? localSupplier(server),
            baseUrl: server.baseUrl,
            model: server.models[0] ?? '',
          });
        }}
      />
      {suppliers.length > 0 && (
        <section>
          <div className="supplier-head">
            <h2>{w.services}</h2>
            {suppliers.length > FEW && (
              <input
                type="search"
                aria-label={w.findService}
                placeholder={w.findService}
                value={sought}
                onChange={(event) => setSought(event.target.value)}
                data-testid="supplier-search"
              />
            )}
          </div>
          <Suppliers suppliers={found.filter((one) => !isOwn(one))} onChoose={choose} />
          <p className="hint" role="status">
            {found.length === 0 && w.noService}
          </p>
        </section>
      )}
      <section>
        <div className="supplier-head">
          <h2>{w.ownServer}</h2>
        </div>
        <Suppliers suppliers={found.filter(isOwn)} onChoose={choose}>
          <li>
            <button
              type="button"
              className="supplier"
              onClick={() => choose(null)}
              data-testid="supplier-other"
            >
              <SupplierMark name="…" />
              <span>
                <strong>{w.other}</strong>
                <small className="prose-line">{w.otherHint}</small>
              </span>
            </button>
          </li>
        </Suppliers>
      </section>
    </div>
  );
}

/** It runs on a computer of one's own, at its usual address. */
function isOwn({ baseUrl }: SupplierView): boolean {
  return /^https?:\/\/(?:127\.|localhost\b|\[::1\])/.test(baseUrl);
}

interface SuppliersProps {
  suppliers: SupplierView[];
  onChoose: (supplier: SupplierView) => void;
  children?: ReactNode;
}

function Suppliers({ suppliers, onChoose, children }: SuppliersProps) {
  return (
    <ul className="suppliers">
      {suppliers.map((supplier) => (
        <li key={supplier.id}>
          <button
            type="button"
            className="supplier"
            onClick={() => onChoose(supplier)}
            data-testid={`supplier-${supplier.id}`}
          >
            <SupplierMark name={supplier.name} />
            <span>
              <strong>{supplier.name}</strong>
              <small>{hostOf(supplier.baseUrl)}</small>
            </span>
          </button>
        </li>
      ))}
      {children}
    </ul>
  );
}

function localSupplier({ supplier, name, baseUrl }: LocalServerView): SupplierView {
  return { id: supplier, name, baseUrl, needsKey: false };
}

function OnThisComputer({ onChoose }: { onChoose: (server: LocalServerView) => void }) {
  const { words, number } = useLanguage();
  const w = words.models;
  const { data, error, refetch, isFetching } = useQuery(queries.localServers());
  const found = isFetching ? [] : (data?.items ?? []);
  return (
    <section data-testid="on-this-computer">
      <div className="supplier-head">
        <h2>{w.here}</h2>
        {data && !isFetching && (
          <button type="button" className="plain" onClick={() => void refetch()} data-testid="look-again">
            {w.lookAgain}
          </button>
        )}
      </div>
      {error && <ProblemNote failure={error} retry={refetch} />}
      <p className="hint" role="status">
        {isFetching ? w.looking : found.length ? w.hereHint : data && w.nothingHere}
      </p>
      <ul className="suppliers">
        {found.map((server) => (
          <li key={server.baseUrl}>
            <button
              type="button"
              className="supplier"
              onClick={() => onChoose(server)}
              data-testid="local-server"
            >
              <SupplierMark name={server.name} />
              <span>
                <strong>{server.name}</strong>
                <small>
                  {hostOf(server.baseUrl)} ·{' '}
                  {w.localModels(server.models.length, number(server.models.length))}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
