import { useState } from 'react';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { go, to } from '../../browser/route.js';

/** Leads into a conversation with a character: the newest one, or one that is begun. */
export function useTalk(characterId: string) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function lead(find: () => Promise<{ id: string }>) {
    setBusy(true);
    setFailure(null);
    try {
      go(to.session((await find()).id));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  const begin = () => api.startSession(characterId);
  const goOn = async () => (await api.sessions({ characterId, limit: 1 })).items[0] ?? (await begin());
  return { busy, failure, talk: () => void lead(goOn), beginAnother: () => void lead(begin) };
}
