import type {
  ConnectionsView,
  ConnectionView,
  Preset,
  Price,
  Transport,
} from '../../../src/contracts/connection.js';
import type {
  ConnectionTestView,
  ListedModelsView,
  LocalServersView,
  ReadPresetView,
  SuppliersView,
} from '../../../src/contracts/supplier.js';
import type { SpendingBudget, SpendingView } from '../../../src/contracts/spending.js';
import { request } from './request.js';

/** What is said of a connection when it is made or changed. */
export interface ConnectionWish {
  name?: string;
  supplier?: string;
  baseUrl?: string;
  apiKey?: string;
  headers?: Record<string, string>;
  model?: string;
  window?: number | null;
  price?: Price | null;
  transport?: Transport;
  preset?: Preset;
  budget?: SpendingBudget;
  sees?: boolean | null;
  isDefault?: boolean;
  isBackground?: boolean;
  revision?: number;
}

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
