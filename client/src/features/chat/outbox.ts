import { storedSetting, storeSetting } from '../../browser/local-settings.js';
import type { Unsent } from '../../api/session-state.js';

/** Messages that no acknowledgement has come for outlive the tab. */
export function loadUnsent(sessionId: string): Unsent[] {
  try {
    const list: unknown = JSON.parse(storedSetting(`unsent.${sessionId}`) ?? '[]');
    return Array.isArray(list) ? list.filter(isUnsent).map((one) => ({ ...one, heard: false })) : [];
  } catch {
    return [];
  }
}

export function saveUnsent(sessionId: string, unsent: Unsent[]): void {
  storeSetting(`unsent.${sessionId}`, unsent.length ? JSON.stringify(unsent) : null);
}

function isUnsent(one: unknown): one is Unsent {
  const { clientId, text, createdAt } = (one ?? {}) as Partial<Unsent>;
  return typeof clientId === 'string' && typeof text === 'string' && typeof createdAt === 'string';
}
