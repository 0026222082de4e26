import type {
  ApiCallView,
  ApiKeyView,
  KeyLimits,
  NewApiKeyView,
  Scope,
} from '../../../src/contracts/api-key.js';
import type { ModelList } from '../../../src/contracts/openai-api.js';
import type {
  NewWebhookView,
  WebhookDeliveryView,
  WebhookEvent,
  WebhookView,
} from '../../../src/contracts/webhook.js';
import { request } from './request.js';

const at = encodeURIComponent;

/** What other programs come in by, and are told by. */
export const programsApi = {
  keys: () => request<{ items: ApiKeyView[] }>('GET', '/api/keys'),
  makeKey: (wish: { name: string; scopes: Scope[]; expiresAt: string | null; limits: KeyLimits }) =>
    request<NewApiKeyView>('POST', '/api/keys', wish),
  changeKey: (id: string, change: { name: string; limits: KeyLimits }) =>
    request<ApiKeyView>('PATCH', `/api/keys/${at(id)}`, change),
  revokeKey: (id: string) => request<void>('DELETE', `/api/keys/${at(id)}`),
  models: () => request<ModelList>('GET', '/v1/models'),
  keyCalls: () => request<{ items: ApiCallView[] }>('GET', '/api/keys/calls'),

  webhooks: () => request<{ items: WebhookView[] }>('GET', '/api/webhooks'),
  addWebhook: (wish: { url: string; events: WebhookEvent[] }) =>
    request<NewWebhookView>('POST', '/api/webhooks', wish),
  pingWebhook: (id: string) => request<WebhookDeliveryView>('POST', `/api/webhooks/${at(id)}/ping`),
  removeWebhook: (id: string) => request<void>('DELETE', `/api/webhooks/${at(id)}`),
  webhookCalls: (id: string) =>
    request<{ items: WebhookDeliveryView[] }>('GET', `/api/webhooks/${at(id)}/deliveries`),
};
