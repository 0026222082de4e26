import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyView, KeyLimits, NewApiKeyView } from '../../../../src/contracts/api-key.js';
import { programsApi } from '../../api/programs.js';
import { queries } from '../../api/queries.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { CopyField } from '../../components/copy-field.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { KeyCalls } from './key-calls.js';
import { KeyChange } from './key-change.js';
import { KeyExamples } from './key-examples.js';
import { KeyForm } from './key-form.js';
import './keys.css';

/** The keys of programs: made, shown once, listed with their last use, revoked. */
export function KeysSection() {
  const { words } = useLanguage();
  const w = words.keys;
  const { data, error, refetch } = useQuery(queries.keys());
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<NewApiKeyView | null>(null);
  const [changing, setChanging] = useState<string | null>(null);
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const { mutate: revoke, error: refused } = useMutation({
    mutationFn: (id: string) => programsApi.revokeKey(id),
    onSettled: () => refetch(),
  });

  return (
    <div className="keys" data-testid="keys">
      <h1>{words.settings.sections.keys}</h1>
      <p>{w.hint}</p>
      {error && <ProblemNote failure={error} retry={refetch} />}
      {data?.items.length === 0 && !making && !made && <p className="hint">{w.none}</p>}
      <ul>
        {data?.items.map((key) =>
          key.id === changing ? (
            <li key={key.id}>
              <KeyChange
                value={key}
                onEnd={() => {
                  setChanging(null);
                  void refetch();
                }}
              />
            </li>
          ) : (
            <Key
              key={key.id}
              value={key}
              onChange={() => setChanging(key.id)}
              onRevoke={() => setRevoking(key)}
            />
          ),
        )}
      </ul>
      {refused && <ProblemNote failure={refused} />}
      {made && (
        <section className="note made-key" role="status" data-testid="made-key">
          <p>
            <strong>{w.made(made.name)}</strong> {w.once}
          </p>
          <CopyField text={made.key} label={w.made(made.name)} testId="key-value" />
          <button type="button" className="quiet" onClick={() => setMade(null)} data-testid="key-copied">
            {w.done}
          </button>
        </section>
      )}
      {making ? (
        <KeyForm
          onMade={(key) => {
            setMaking(false);
            setMade(key);
            void refetch();
          }}
          onEnd={() => setMaking(false)}
        />
      ) : (
        <button type="button" className="plain" onClick={() => setMaking(true)} data-testid="key-new">
          <Icon name="plus" />
          {w.make}
        </button>
      )}
      <KeyExamples />
      <KeyCalls />
      {revoking && (
        <ConfirmDialog
          title={w.revokeTitle(revoking.name)}
          text={w.revokeText}
          yes={w.revoke}
          onNo={() => setRevoking(null)}
          onYes={() => {
            revoke(revoking.id);
            setRevoking(null);
          }}
        />
      )}
    </div>
  );
}

function Key({
  value,
  onChange,
  onRevoke,
}: {
  value: ApiKeyView;
  onChange: () => void;
  onRevoke: () => void;
}) {
  const { words, when, number } = useLanguage();
  const w = words.keys;
  const { name, hint, scopes, limits, createdAt, expiresAt, lastUsedAt, lastAddress } = value;
  const bounds = Object.entries(limits) as [keyof KeyLimits, number | null][];
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now();
  return (
    <li data-testid="key">
      <div>
        <strong>{name}</strong>
        <code>{w.ends(hint)}</code>
        <p className="hint">
          <span>{w.since(when(createdAt))}</span>
          {expiresAt && <span>{(isOver ? w.expired : w.until)(when(expiresAt))}</span>}
          <span>{lastUsedAt ? w.used(when(lastUsedAt), lastAddress) : w.unused}</span>
          {bounds.map(
            ([limit, most]) =>
              most !== null && <span key={limit}>{w.atMost(w.limit[limit], number(most))}</span>,
          )}
        </p>
        <details>
          <summary className="hint">{w.count(scopes.length)}</summary>
          <ul className="key-scopes">
            {scopes.map((scope) => (
              <li key={scope}>
                <code>{scope}</code> <span className="hint">{w.scope[scope]}</span>
              </li>
            ))}
          </ul>
        </details>
      </div>
      <div className="row">
        <button
          type="button"
          className="plain"
          aria-label={`${w.change}: ${name}`}
          onClick={onChange}
          data-testid="key-change"
        >
          {w.change}
        </button>
        <button
          type="button"
          className="plain"
          aria-label={`${w.revoke}: ${name}`}
          onClick={onRevoke}
          data-testid="key-revoke"
        >
          {w.revoke}
        </button>
      </div>
    </li>
  );
}
