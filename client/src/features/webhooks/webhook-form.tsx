import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { type NewWebhookView, WEBHOOK_EVENTS, type WebhookEvent } from '../../../../src/contracts/webhook.js';
import { programsApi } from '../../api/programs.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

/** Where a new webhook leads, and what it is told. */
export function WebhookForm({
  onAdded,
  onEnd,
}: {
  onAdded: (webhook: NewWebhookView) => void;
  onEnd: () => void;
}) {
  const { words } = useLanguage();
  const w = words.webhooks;
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<WebhookEvent[]>(['turn.finished']);
  const { mutate, error, isPending } = useMutation({
    mutationFn: programsApi.addWebhook,
    onSuccess: onAdded,
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    mutate({ url: url.trim(), events });
  }

  return (
    <form className="fields" onSubmit={submit} data-testid="webhook-form">
      <Field label={w.url} hint={w.urlHint}>
        {(input) => (
          <input
            {...input}
            type="url"
            required
            autoFocus
            maxLength={2000}
            placeholder="https://"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
            data-testid="webhook-url"
          />
        )}
      </Field>
      <fieldset>
        <legend>{w.events}</legend>
        {WEBHOOK_EVENTS.map((event) => (
          <label key={event} className="row">
            <input
              type="checkbox"
              checked={events.includes(event)}
              onChange={({ target }) =>
                setEvents(target.checked ? [...events, event] : events.filter((one) => one !== event))
              }
              data-testid={`event-${event}`}
            />
            <span>
              {w.event[event]} <code>{event}</code>
            </span>
          </label>
        ))}
      </fieldset>
      {error && <ProblemNote failure={error} />}
      <div className="row end">
        <button type="button" className="quiet" onClick={onEnd}>
          {words.cancel}
        </button>
        <button
          type="submit"
          className="primary"
          disabled={isPending || url.trim() === '' || events.length === 0}
          data-testid="webhook-add"
        >
          {w.add}
        </button>
      </div>
    </form>
  );
}
