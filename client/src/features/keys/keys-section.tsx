import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiKeyView, NewApiKeyView } from '../../../../src/contracts/api-key.js';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { CopyField } from '../../components/copy-field.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { KeyCalls } from './key-calls.js';
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
  const [revoking, setRevoking] = useState<ApiKeyView | null>(null);
  const { mutate: revoke, error: refused } = useMutation({
    mutationFn: (id: string) => api.revokeKey(id),
    onSettled: () => refetch(),
  });

  return (
    <div className="keys" data-testid="keys">
      <h1>{words.settings.sections.keys}</h1>
      <p>{w.hint}</p>
      {error && <ProblemNote failure={error} retry={refetch} />}
      {data?.items.length === 0 && !making && !made && <p className="hint">{w.none}</p>}
      <ul>
        {data?.items.map((key) => (
          <Key key={key.id} value={key} onRevoke={() => setRevoking(key)} />
        ))}
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

function Key({ value, onRevoke }: { value: ApiKeyView; onRevoke: () => void }) {
  const { words, when } = useLanguage();
  const w = words.keys;
  const { name, hint, scopes, createdAt, expiresAt, lastUsedAt, lastAddress } = value;
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
      <button
        type="button"
        className="plain"
        aria-label={`${w.revoke}: ${name}`}
        onClick={onRevoke}
        data-testid="key-revoke"
      >
        {w.revoke}
      </button>
    </li>
  );
}
