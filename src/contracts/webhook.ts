export const WEBHOOK_EVENTS = ['message.created', 'turn.finished', 'ingest.done'] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
/** What a call may tell of: `ping` is told to one address alone, when it is tried. */
export type WebhookCallEvent = WebhookEvent | 'ping';

/** An item of `GET /api/webhooks`: an address that is told of what happens. */
export interface WebhookView {
  id: string;
  url: string;
  events: WebhookEvent[];
  createdAt: string;
  /** The name of the key that added it, with which it goes; null where the owner did. */
  keyName: string | null;
  /** Its latest call; null where there was none. */
  lastCall: WebhookDeliveryView | null;
}

/** `POST /api/webhooks` */
export interface NewWebhookView extends WebhookView {
  /** What calls are signed with; told this once. */
  secret: string;
}

/** An item of `GET /api/webhooks/:id/deliveries`, the newest first: a call, and what became of it. */
export interface WebhookDeliveryView {
  /** Also in the call, as `id`: the same one may come twice. */
  id: string;
  event: WebhookCallEvent;
  createdAt: string;
  /** So often it was tried. */
  attempts: number;
  state: 'waiting' | 'delivered' | 'failed';
  /** When it is tried next, where it waits. */
  nextAt: string | null;
  /** Why the last try failed, in a sentence. */
  problem: string | null;
  /** The same as a code. */
  problemCode: string | null;
  /** What the address answered with, where it answered and did not take the call. */
  problemStatus: number | null;
}
