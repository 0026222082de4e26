import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { type NewWebhookView, WEBHOOK_EVENTS, type WebhookEvent } from '../../../../src/contracts/webhook.js';
import { programsApi } from '../../api/programs.js';
import { CheckList } from '../../components/check-list.js';
import { Field } from '../../components/field.js';
import { FormFoot } from '../../components/form-foot.js';
import { useLanguage } from '../../i18n/language.js';

/** Where a new webhook leads, and what it is told. */
export function WebhookForm({
  onAdded,
  onEnd,
}: {
  onAdded: (webhook: NewWebhookView) => void;
  onEnd: () => void;
}) {
  const w = useLanguage().words.webhooks;
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
      <CheckList
        legend={w.events}
        all={WEBHOOK_EVENTS}
        chosen={events}
        onChange={setEvents}
        labels={w.event}
        testId="event"
      />
      <FormFoot
        failure={error}
        label={w.add}
        disabled={isPending || url.trim() === '' || events.length === 0}
        onCancel={onEnd}
        testId="webhook-add"
      />
    </form>
  );
}
