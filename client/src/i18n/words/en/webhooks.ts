import type { WebhookCallEvent, WebhookDeliveryView } from '../../../../../src/contracts/webhook.js';
import { s } from './plural.js';

const event: Record<WebhookCallEvent, string> = {
  'message.created': 'A message was sent',
  'turn.finished': 'A reply was finished',
  'ingest.done': 'An import was finished',
  ping: 'Test',
};

const state: Record<WebhookDeliveryView['state'], string> = {
  waiting: 'In progress',
  delivered: 'Delivered',
  failed: 'Failed',
};

const why: Record<string, string | undefined> = {
  link_not_allowed: 'This address may not be called.',
  link_unreachable: 'No response from this address.',
  download_too_slow: 'The response took too long.',
  download_too_large: 'The response was too long.',
  too_many_redirects: 'Too many redirects.',
  conflict: 'Its secret can no longer be read: SECRET_KEY has changed. Delete it and add it again.',
  internal: 'The call failed. See the server’s log.',
};

export const webhooks = {
  hint: 'Keepsake calls these addresses when something happens, so that your own programs know. Each call is signed, and retried if it is not accepted.',
  none: 'No webhooks yet.',
  add: 'Add webhook',
  url: 'Address',
  urlHint: 'Public addresses on port 80 or 443. Others must be listed in INGEST_ALLOW_HOSTS.',
  events: 'Events',
  event,
  and: ' · ',
  secret: 'The secret of this webhook.',
  once: 'Copy it now: it is shown only once. Your program uses it to check that a call comes from here.',
  done: 'I have copied it',
  since: (when: string) => `added ${when}`,
  byKey: (when: string, name: string) => `added ${when} by the key “${name}”`,
  noCalls: 'Not called yet.',
  calls: 'Calls',
  told: (event: string, when: string) => `${event}, ${when}`,
  state,
  again: (n: number, when: string) => `Failed ${n} time${s(n)}, retry ${when}`,
  answered: (status: number) => `Response: ${status}.`,
  why,
  test: 'Test',
  remove: 'Delete',
  removeTitle: 'Delete this webhook?',
  removeText: (url: string) => `${url} will no longer be called. Waiting calls are dropped.`,
};
