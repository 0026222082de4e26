import type { MessageView } from '../../../../../src/contracts/message.js';
import { api } from '../../../api/api.js';

/**
 * Lets the version before a message, or the one after it, stand in its place.
 * @returns how to undo that; null where there is no such version
 */
export async function switchVersion(
  { id, sessionId }: MessageView,
  by: -1 | 1,
): Promise<(() => Promise<unknown>) | null> {
  const { items } = await api.messageVersions(sessionId, id);
  const at = items.findIndex((one) => one.id === id);
  // Taken-out versions are no page of their own.
  const next = (by < 0 ? items.slice(0, at).reverse() : items.slice(at + 1)).find(({ content }) => content);
  if (!next) return null;
  await api.chooseVersion(sessionId, next.id);
  return () => api.chooseVersion(sessionId, id);
}
