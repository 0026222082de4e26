/**
 * What an API key may be made for. A route names the one that it needs; where it names none, no key opens it. To write
 * is not to read: a program that does both has both.
 */
export const SCOPES = [
  'characters:read',
  'characters:write',
  'ingests:read',
  'ingests:write',
  'sessions:read',
  'sessions:write',
  'sessions:talk',
  'webhooks:read',
  'webhooks:write',
  'metrics:read',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What a key may ask for at most; null: as much as it likes. */
export interface KeyLimits {
  requestsPerMinute: number | null;
  requestsPerDay: number | null;
  tokensPerMinute: number | null;
  tokensPerDay: number | null;
}

/** An item of `GET /api/keys`. The key itself is told once, when it is made. */
export interface ApiKeyView {
  id: string;
  name: string;
  /** Its last four characters, to tell it from others. */
  hint: string;
  scopes: Scope[];
  limits: KeyLimits;
  createdAt: string;
  expiresAt: string | null;
  /** A minute old at most while it is in use; null where it was never used. */
  lastUsedAt: string | null;
  /** The IP address that it was last used from; empty where it was never used. */
  lastAddress: string;
}

/** `POST /api/keys` */
export interface NewApiKeyView extends ApiKeyView {
  /** Told this once: only its hash is kept. */
  key: string;
}

/** An item of `GET /api/keys/calls`: a request that came with a key, the newest first. */
export interface ApiCallView {
  at: string;
  /** The name of the key, which may have been revoked since. */
  keyName: string;
  method: string;
  /** As the description names it, without ids; empty where there is none such. */
  route: string;
  status: number;
  /** Milliseconds until it was answered whole. */
  ms: number;
}
