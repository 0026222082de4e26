import { useSyncExternalStore } from 'react';

export type Route =
  | { at: 'library' }
  | { at: 'new' }
  | { at: 'character'; id: string }
  | { at: 'ingest'; id: string }
  | { at: 'session'; id: string }
  /** Of a character, or for all. */
  | { at: 'prompts'; id: string | null }
  /** Of a connection, to be tested at once or not; `new` for one to be made, or null for the list of all. */
  | { at: 'models'; id: string | null; test: boolean }
  | { at: 'sign-in'; code: string };

/** What a location's hash stands for; whatever is unknown is the library. */
export function routeOf(hash: string): Route {
  const code = /^#sign-in=(.+)$/.exec(hash)?.[1];
  if (code) return { at: 'sign-in', code: readable(code) };
  const [, where = '', id, what] = hash.replace(/^#/, '').split('/');
  if (where === 'new') return { at: 'new' };
  if (where === 'prompts') return { at: 'prompts', id: id ? readable(id) : null };
  if (where === 'models') return { at: 'models', id: id ? readable(id) : null, test: what === 'test' };
  if (!id) return { at: 'library' };
  if (where === 'characters') return { at: 'character', id: readable(id) };
  if (where === 'ingests') return { at: 'ingest', id: readable(id) };
  if (where === 'sessions') return { at: 'session', id: readable(id) };
  return { at: 'library' };
}

function readable(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const to = {
  library: '#/',
  new: '#/new',
  character: (id: string) => `#/characters/${encodeURIComponent(id)}`,
  ingest: (id: string) => `#/ingests/${encodeURIComponent(id)}`,
  prompts: (id?: string) => (id ? `#/prompts/${encodeURIComponent(id)}` : '#/prompts'),
  models: (id?: string) => (id ? `#/models/${encodeURIComponent(id)}` : '#/models'),
  modelTest: (id: string) => `${to.models(id)}/test`,
  session: (id: string) => `#/sessions/${encodeURIComponent(id)}`,
};

export function go(hash: string): void {
  location.hash = hash;
}

/** Goes there without a step that "back" would return to. */
export function goInstead(hash: string): void {
  history.replaceState(null, '', hash);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

export function useHash(): string {
  return useSyncExternalStore(subscribe, () => location.hash);
}
