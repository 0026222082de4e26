import type { WebhookCallEvent, WebhookDeliveryView } from '../../../../../src/contracts/webhook.js';
import { s } from './plural.js';

const event: Record<WebhookCallEvent, string> = {
  'message.created': 'A message was sent',
  'turn.finished': 'A reply is finished',
  'ingest.done': 'An import is done',
  ping: 'Test',
};

const state: Record<WebhookDeliveryView['state'], string> = {
  waiting: 'Under way',
  delivered: 'Delivered',
  failed: 'Failed',
};

const why: Record<string, string | undefined> = {
  link_not_allowed: 'This address may not be called.',
  link_unreachable: 'Nobody answered at this address.',
  download_too_slow: 'It took too long to answer.',
  download_too_large: 'Its answer was too long.',
  too_many_redirects: 'It leads on to other addresses again and again.',
  conflict: 'Its secret cannot be read any more: SECRET_KEY is another. Delete it and add it anew.',
  internal: 'It could not be called. The server’s log says more.',
};

export const webhooks = {
  hint: 'Keepsake calls these addresses when something happens, so that your own programs hear of it. Each call is signed, and made again later where it was not taken.',
  none: 'There are no webhooks yet.',
  add: 'Add webhook',
  url: 'Address',
  urlHint: 'Public addresses on port 80 or 443. Others must be listed in INGEST_ALLOW_HOSTS.',
  events: 'Tell it when',
  event,
  and: ' · ',
  secret: 'The secret of this webhook.',
  once: 'Copy it now: it is shown this once. Your program checks with it that a call comes from here.',
  done: 'I have copied it',
  since: (when: string) => `added ${when}`,
  byKey: (when: string, name: string) => `added ${when} by the key “${name}”`,
  noCalls: 'It was not called yet.',
  calls: 'Calls',
  told: (event: string, when: string) => `${event}, ${when}`,
  state,
  again: (n: number, when: string) => `Failed ${n} time${s(n)}, again ${when}`,
  answered: (status: number) => `It answered ${status}.`,
  why,
  test: 'Test',
  remove: 'Delete',
  removeTitle: 'Delete this webhook?',
  removeText: (url: string) => `${url} is not called any more. Calls that wait are dropped.`,
};
