import { useState } from 'react';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { go, to } from '../../browser/route.js';

/** Goes on with the newest conversation with a character, or begins one. */
export function TalkButton({
  character,
  primary = false,
}: {
  character: { id: string; name: string };
  primary?: boolean;
}) {
  const { words } = useLanguage();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function talk() {
    setBusy(true);
    setFailure(null);
    try {
      const newest = (await api.sessions({ characterId: character.id, limit: 1 })).items[0];
      go(to.session((newest ?? (await api.startSession(character.id))).id));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <>
      <button
        type="button"
        className={primary ? 'primary wide' : 'quiet'}
        onClick={() => void talk()}
        disabled={busy}
        aria-label={words.library.talkTo(character.name)}
        data-testid="talk"
      >
        {words.library.talk}
      </button>
      {failure && <ProblemNote failure={failure} />}
    </>
  );
}
