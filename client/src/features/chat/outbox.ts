import { keep, kept } from '../../browser/local-settings.js';
import type { Unsent } from '../../api/session-state.js';

/** Messages that no acknowledgement has come for outlive the tab. */
export function keptUnsent(sessionId: string): Unsent[] {
  try {
    const list: unknown = JSON.parse(kept(`unsent.${sessionId}`) ?? '[]');
    return Array.isArray(list) ? list.filter(isUnsent).map((one) => ({ ...one, heard: false })) : [];
  } catch {
    return [];
  }
}

export function keepUnsent(sessionId: string, unsent: Unsent[]): void {
  keep(`unsent.${sessionId}`, unsent.length ? JSON.stringify(unsent) : null);
}

function isUnsent(one: unknown): one is Unsent {
  const { clientId, text, createdAt } = (one ?? {}) as Partial<Unsent>;
  return typeof clientId === 'string' && typeof text === 'string' && typeof createdAt === 'string';
}
