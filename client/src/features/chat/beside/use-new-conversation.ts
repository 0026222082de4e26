import { useCallback } from 'react';
import { api } from '../../../api/api.js';
import { sessionsChanged } from '../../../api/changes.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { go, to } from '../../../browser/route.js';

/** Begins another conversation with a character, and goes there. */
export function useNewConversation(
  onFailure: (failure: Failure) => void,
): (characterId: string) => Promise<void> {
  return useCallback(
    async (characterId: string) => {
      try {
        const { id } = await api.startSession(characterId);
        sessionsChanged();
        go(to.session(id));
      } catch (error) {
        onFailure(asFailure(error));
      }
    },
    [onFailure],
  );
}
