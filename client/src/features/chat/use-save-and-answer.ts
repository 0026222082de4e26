import { useCallback, useRef } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { useLanguage } from '../../i18n/language.js';

/**
 * Changes a message of one's own and has it answered. The last reply becomes another version of itself; a message that
 * more was said after is changed on a branch of its own, so that what came of it stays as it was.
 *
 * @param lastSeq the number of the newest message
 * @param did tells what can be undone, and how
 * @throws Failure why the message could not be changed
 */
export function useSaveAndAnswer(
  lastSeq: number,
  answer: () => Promise<void>,
  did: (what: string, undo: () => Promise<unknown>, seq?: number) => void,
): (message: MessageView, text: string) => Promise<void> {
  const { words } = useLanguage();
  const now = useRef({ lastSeq, answer, did, said: words.chat.branches.begun });
  now.current = { lastSeq, answer, did, said: words.chat.branches.begun };
  return useCallback(async ({ id, sessionId, seq, content }: MessageView, text: string) => {
    const { lastSeq, answer, did, said } = now.current;
    if (seq < lastSeq - 1) {
      const before = (await api.branches(sessionId)).items.find(({ current }) => current);
      await api.beginBranch(sessionId, id);
      if (before) did(said, () => api.openBranch(sessionId, before.id));
    }
    if (text !== content) await api.editMessage(sessionId, id, text);
    await answer();
  }, []);
}
