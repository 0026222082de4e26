import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NewWebhookView, WebhookView } from '../../../../src/contracts/webhook.js';
import { programsApi } from '../../api/programs.js';
import { queries } from '../../api/queries.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { CopyField } from '../../components/copy-field.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { WebhookForm } from './webhook-form.js';
import { WebhookItem } from './webhook-item.js';
import './webhooks.css';

/** Addresses that are called when something happens: added, tried, and what became of their calls. */
export function WebhooksSection() {
  const { words } = useLanguage();
  const w = words.webhooks;
  const { data, error, refetch } = useQuery(queries.webhooks());
  const [adding, setAdding] = useState(false);
  const [added, setAdded] = useState<NewWebhookView | null>(null);
  const [removing, setRemoving] = useState<WebhookView | null>(null);
  const { mutate: remove, error: refused } = useMutation({
    mutationFn: (id: string) => programsApi.removeWebhook(id),
    onSettled: () => refetch(),
  });

  return (
    <div className="webhooks" data-testid="webhooks">
      <h1>{words.settings.sections.webhooks}</h1>
      <p>{w.hint}</p>
      {error && <ProblemNote failure={error} retry={refetch} />}
      {data?.items.length === 0 && !adding && !added && <p className="hint">{w.none}</p>}
      <ul>
        {data?.items.map((webhook) => (
          <WebhookItem key={webhook.id} value={webhook} onRemove={() => setRemoving(webhook)} />
        ))}
      </ul>
      {refused && <ProblemNote failure={refused} />}
      {added && (
        <section className="note" role="status" data-testid="added-webhook">
          <p>
            <strong>{w.secret}</strong> {w.once}
          </p>
          <CopyField text={added.secret} label={w.secret} testId="webhook-secret" />
          <button
            type="button"
            className="quiet"
            onClick={() => setAdded(null)}
            data-testid="webhook-secret-copied"
          >
            {w.done}
          </button>
        </section>
      )}
      {adding ? (
        <WebhookForm
          onAdded={(webhook) => {
            setAdding(false);
            setAdded(webhook);
            void refetch();
          }}
          onEnd={() => setAdding(false)}
        />
      ) : (
        <button type="button" className="plain" onClick={() => setAdding(true)} data-testid="webhook-new">
          <Icon name="plus" />
          {w.add}
        </button>
      )}
      {removing && (
        <ConfirmDialog
          title={w.removeTitle}
          text={w.removeText(removing.url)}
          yes={w.remove}
          onNo={() => setRemoving(null)}
          onYes={() => {
            remove(removing.id);
            setRemoving(null);
          }}
        />
      )}
    </div>
  );
}
