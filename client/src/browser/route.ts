import { navigate } from 'wouter/use-hash-location';
import { leaving } from './unsaved-guard.js';

/** What the client shows, by the path in a location's hash; whatever fits none of these is the library. */
export const PATHS = {
  new: '/new',
  imports: '/imports',
  character: '/characters/:id',
  ingest: '/ingests/:id',
  session: '/sessions/:id',
  /** For all characters, or of one. */
  prompts: '/prompts/:id?',
  models: '/models',
  /** `new` for one to be made; `test` where it is tested at once, since it was just made. */
  connection: '/models/:id/:test?',
  settings: '/settings/:section?',
} as const;

/** The code of a sign-in link (`#sign-in=CODE`), by the path that the router makes of a hash; null for all others. */
export function signInCodeOf(path: string): string | null {
  const code = /^\/sign-in=(.+)$/.exec(path)?.[1];
  if (!code) return null;
  try {
    return decodeURIComponent(code);
  } catch {
    return code;
  }
}

/** Addresses for links. */
export const to = {
  library: '#/',
  new: '#/new',
  imports: '#/imports',
  character: (id: string) => `#/characters/${encodeURIComponent(id)}`,
  ingest: (id: string) => `#/ingests/${encodeURIComponent(id)}`,
  prompts: (id?: string) => (id ? `#/prompts/${encodeURIComponent(id)}` : '#/prompts'),
  models: (id?: string) => (id ? `#/models/${encodeURIComponent(id)}` : '#/models'),
  modelTest: (id: string) => `${to.models(id)}/test`,
  session: (id: string) => `#/sessions/${encodeURIComponent(id)}`,
  settings: (section?: string) => (section ? `#/settings/${section}` : '#/settings'),
};

/** Goes there; first it asks where unsaved changes would be lost. */
export function go(hash: string): void {
  leaving(() => navigate(hash));
}

/** Goes there unasked, and without a step that "back" would return to. */
export function goInstead(hash: string): void {
  // The router's own would put what follows a question mark before the hash.
  const oldURL = location.href;
  history.replaceState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: location.href }));
}
