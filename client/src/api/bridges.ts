import type {
  BridgeEvent,
  BridgeKind,
  BridgesView,
  BridgeView,
  PairingView,
  SignInView,
} from '../../../src/contracts/bridge.js';
import { request } from './request.js';

/** What is said of a bridge when it is made or changed; null takes a setting away. */
export interface BridgeWish {
  name?: string;
  settings?: Record<string, string | number | boolean | string[] | null>;
  enabled?: boolean;
}

const at = encodeURIComponent;

export const bridgesApi = {
  list: () => request<BridgesView>('GET', '/api/bridges'),
  make: (kind: BridgeKind, wish: BridgeWish) =>
    request<BridgeView>('POST', '/api/bridges', { kind, ...wish }),
  change: (id: string, wish: BridgeWish) => request<BridgeView>('PATCH', `/api/bridges/${at(id)}`, wish),
  remove: (id: string) => request<void>('DELETE', `/api/bridges/${at(id)}`),
  events: (id: string) => request<{ items: BridgeEvent[] }>('GET', `/api/bridges/${at(id)}/events`),
  pair: (id: string) => request<PairingView>('POST', `/api/bridges/${at(id)}/pairings`, {}),
  signIn: (id: string) => request<SignInView>('GET', `/api/bridges/${at(id)}/sign-in`),
  beginSignIn: (id: string) => request<SignInView>('POST', `/api/bridges/${at(id)}/sign-in`, {}),
  giveNumber: (id: string, number: string) =>
    request<SignInView>('POST', `/api/bridges/${at(id)}/sign-in`, { number }),
  cancelSignIn: (id: string) => request<void>('DELETE', `/api/bridges/${at(id)}/sign-in`),
  unpair: (id: string, personId: string) =>
    request<void>('DELETE', `/api/bridges/${at(id)}/people/${at(personId)}`),
};
