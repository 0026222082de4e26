import type { ConnectionsView, ConnectionView, ConnectionWish } from '../../../src/contracts/connection.js';
import type {
  ConnectionTestView,
  ListedModelsView,
  LocalServersView,
  ReadPresetView,
  SuppliersView,
} from '../../../src/contracts/supplier.js';
import type { SpendingView } from '../../../src/contracts/spending.js';
import { request } from './request.js';

const at = encodeURIComponent;

export const connectionsApi = {
  list: () => request<ConnectionsView>('GET', '/api/connections'),
  one: (id: string) => request<ConnectionView>('GET', `/api/connections/${at(id)}`),
  make: (wish: ConnectionWish) => request<ConnectionView>('POST', '/api/connections', wish),
  change: (id: string, wish: ConnectionWish) =>
    request<ConnectionView>('PATCH', `/api/connections/${at(id)}`, wish),
  remove: (id: string) => request<void>('DELETE', `/api/connections/${at(id)}`),
  spending: (id: string) => request<SpendingView>('GET', `/api/connections/${at(id)}/spending`),
  test: (id: string) => request<ConnectionTestView>('POST', `/api/connections/${at(id)}/test`),
  models: (server: Pick<ConnectionWish, 'baseUrl' | 'apiKey' | 'headers'> & { connectionId?: string }) =>
    request<ListedModelsView>('POST', '/api/connections/models', server),
  suppliers: () => request<SuppliersView>('GET', '/api/connections/suppliers'),
  local: () => request<LocalServersView>('GET', '/api/connections/local'),
  readPreset: (preset: unknown) => request<ReadPresetView>('POST', '/api/connections/presets/read', preset),
};
