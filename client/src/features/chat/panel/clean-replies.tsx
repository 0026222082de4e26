import { useState } from 'react';
import type { CleaningView } from '../../../../../src/contracts/message.js';
import { api } from '../../../api/api.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { Icon } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';

/** Cleans the replies of a conversation that were written before replies were cleaned, once it is seen how many. */
export function CleanReplies({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const w = words.chat.cleaning;
  const [found, setFound] = useState<CleaningView | null>(null);
  const [state, setState] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);

  async function attempt(act: () => Promise<void>) {
    setFailure(null);
    setState(words.wait);
    try {
      await act();
    } catch (error) {
      setState('');
      setFailure(asFailure(error));
    }
  }

  const look = () =>
    attempt(async () => {
      const seen = await api.cleaning(sessionId);
      setState(seen.changes ? '' : w.nothing);
      setFound(seen.changes ? seen : null);
    });

  const clean = () => {
    setFound(null);
    return attempt(async () => setState(w.done((await api.clean(sessionId)).changed)));
  };

  return (
    <>
      <button
        type="button"
        className="plain"
        disabled={state === words.wait}
        onClick={() => void look()}
        data-testid="clean-replies"
      >
        <Icon name="pen" />
        {w.old}
      </button>
      <p className="hint" role="status" data-testid="clean-replies-state">
        {state || w.hint}
      </p>
      {failure && <ProblemNote failure={failure} />}
      {found && (
        <ConfirmDialog
          title={w.ask(found.changes)}
          text={w.askText}
          yes={w.yes}
          onYes={() => void clean()}
          onNo={() => setFound(null)}
        />
      )}
    </>
  );
}
