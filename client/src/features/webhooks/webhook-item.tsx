import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookDeliveryView, WebhookView } from '../../../../src/contracts/webhook.js';
import { programsApi } from '../../api/programs.js';
import { queries } from '../../api/queries.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

/** One address: what it is told, its latest call, and the calls before that. */
export function WebhookItem({ value, onRemove }: { value: WebhookView; onRemove: () => void }) {
  const { words, when } = useLanguage();
  const w = words.webhooks;
  const { id, url, events, createdAt, keyName, lastCall } = value;
  const [isOpen, setOpen] = useState(false);
  const client = useQueryClient();
  const {
    mutate: ping,
    error,
    isPending,
  } = useMutation({
    mutationFn: () => programsApi.pingWebhook(id),
    onSettled: () => client.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  return (
    <li data-testid="webhook">
      <code className="webhook-url">{url}</code>
      <p className="hint">
        <span>{events.map((event) => w.event[event]).join(w.and)}</span>
        <span>{keyName === null ? w.since(when(createdAt)) : w.byKey(when(createdAt), keyName)}</span>
      </p>
      <p data-testid="webhook-last">{lastCall ? <Outcome call={lastCall} /> : w.noCalls}</p>
      {error && <ProblemNote failure={error} />}
      <div className="row">
        <button
          type="button"
          className="quiet"
          disabled={isPending}
          aria-label={`${w.test}: ${url}`}
          onClick={() => ping()}
          data-testid="webhook-test"
        >
          {w.test}
        </button>
        <button
          type="button"
          className="plain"
          aria-label={`${w.remove}: ${url}`}
          onClick={onRemove}
          data-testid="webhook-remove"
        >
          {w.remove}
        </button>
      </div>
      <details onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="webhook-calls">
        <summary className="hint">{w.calls}</summary>
        {isOpen && <Calls id={id} />}
      </details>
    </li>
  );
}

function Calls({ id }: { id: string }) {
  const { words } = useLanguage();
  const { data, error, refetch } = useQuery(queries.webhookCalls(id));
  return (
    <>
      {error && <ProblemNote failure={error} retry={refetch} />}
      {data?.items.length === 0 && <p className="hint">{words.webhooks.noCalls}</p>}
      <ul>
        {data?.items.map((call) => (
          <li key={call.id}>
            <Outcome call={call} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Why the last try failed; a code that has no words here as the server tells it. */
function Why({ call: { problem, problemCode, problemStatus } }: { call: WebhookDeliveryView }) {
  const { words } = useLanguage();
  const { answered, why } = words.webhooks;
  const text = problemStatus === null ? (why[problemCode ?? ''] ?? problem) : answered(problemStatus);
  return text && <span className="hint webhook-problem">{text}</span>;
}

/** What a call told, and what became of it. */
function Outcome({ call }: { call: WebhookDeliveryView }) {
  const { words, when } = useLanguage();
  const w = words.webhooks;
  const { event, createdAt, attempts, state, nextAt } = call;
  const isRetried = state === 'waiting' && attempts > 0 && nextAt !== null;
  return (
    <>
      <strong className={state === 'failed' || isRetried ? 'failed' : undefined}>
        {isRetried ? w.again(attempts, when(nextAt)) : w.state[state]}
      </strong>{' '}
      <span>{w.told(w.event[event], when(createdAt))}</span>
      {state !== 'delivered' && <Why call={call} />}
    </>
  );
}
