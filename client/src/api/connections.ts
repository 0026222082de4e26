import type {
  ConnectionsView,
  ConnectionView,
  Preset,
  Price,
  Transport,
} from '../../../src/contracts/connection.js';
import { request } from './api.js';
import { asFailure } from './failure.js';

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
  isDefault?: boolean;
  isBackground?: boolean;
  revision?: number;
}

/** Somebody who runs models, by their usual address. */
export interface Supplier {
  id: string;
  name: string;
  baseUrl: string;
  keyUrl?: string;
  needsKey: boolean;
  note?: { en: string; zh: string };
}

/** A model server that was found on the computer that Keepsake runs on. */
export interface LocalServer {
  name: string;
  supplier: string;
  baseUrl: string;
  models: string[];
}

export interface ListedModel {
  id: string;
  name?: string;
  window?: number;
}

/** What a tiny request brought to light; what it could not tell is absent or null. */
export interface ConnectionTest {
  reached: boolean;
  keyAccepted?: boolean | null;
  modelFound?: boolean | null;
  models?: string[];
  window?: number | null;
  windowFrom?: 'configured' | 'server' | 'table' | 'default' | null;
  firstTokenMs?: number | null;
  thinking?: boolean | null;
  jsonSchema?: boolean | null;
  cached?: boolean | null;
  error?: { code: string; message: string };
}

const at = encodeURIComponent;

export const connectionsApi = {
  list: () => request<ConnectionsView>('GET', '/api/connections'),
  one: (id: string) => request<ConnectionView>('GET', `/api/connections/${at(id)}`),
  make: (wish: ConnectionWish) => request<ConnectionView>('POST', '/api/connections', wish),
  change: (id: string, wish: ConnectionWish) =>
    request<ConnectionView>('PATCH', `/api/connections/${at(id)}`, wish),
  remove: (id: string) => request<void>('DELETE', `/api/connections/${at(id)}`),
  test: (id: string) => request<ConnectionTest>('POST', `/api/connections/${at(id)}/test`),
  models: (server: Pick<ConnectionWish, 'baseUrl' | 'apiKey' | 'headers'> & { connectionId?: string }) =>
    request<{ models: ListedModel[] }>('POST', '/api/connections/models', server),
  suppliers: () => unlessUnknown(request<{ items: Supplier[] }>('GET', '/api/connections/suppliers')),
  local: () => unlessUnknown(request<{ items: LocalServer[] }>('GET', '/api/connections/local')),
  readPreset: (preset: unknown) =>
    request<{ preset: Preset; ignored: string[] }>('POST', '/api/connections/presets/read', preset),
};

/** Null where the server is older than the question. */
async function unlessUnknown<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    // It takes the last word of the address for an id.
    if (['not_found', 'bad_request'].includes(asFailure(error).code)) return null;
    throw error;
  }
}
