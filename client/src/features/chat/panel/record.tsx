import { useState } from 'react';
import type { SessionView } from '../../../../../src/contracts/session.js';
import { api } from '../../../api/api.js';
import { sessionDeleted } from '../../../api/changes.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { go, to } from '../../../browser/route.js';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { Icon } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';
import { CleanReplies } from './clean-replies.js';
import { HistoryImport } from './history-import.js';

/** A conversation in from a file and out to one, and how it is tidied and deleted. */
export function Record({ session, onImported }: { session: SessionView; onImported: () => void }) {
  const { words } = useLanguage();
  const w = words.chat;
  const [failure, setFailure] = useState<Failure | null>(null);
  const [asking, setAsking] = useState(false);

  async function remove() {
    setAsking(false);
    try {
      await api.deleteSession(session.id);
      sessionDeleted();
      go(to.library);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <div className="actions">
      <HistoryImport sessionId={session.id} onImported={onImported} />
      <a className="button plain" href={api.historyUrl(session.id, 'jsonl')} download>
        <Icon name="save" />
        {w.exportJsonl}
      </a>
      <a className="button plain" href={api.historyUrl(session.id, 'markdown')} download>
        <Icon name="save" />
        {w.exportMarkdown}
      </a>
      <a className="button plain" href={api.historyUrl(session.id, 'sillytavern')} download>
        <Icon name="save" />
        {w.exportTavern}
      </a>
      <CleanReplies sessionId={session.id} />
      <button
        type="button"
        className="plain danger"
        onClick={() => setAsking(true)}
        data-testid="session-delete"
      >
        <Icon name="bin" />
        {words.delete}
      </button>
      {failure && <ProblemNote failure={failure} />}
      {asking && (
        <ConfirmDialog
          title={w.deleteTitle}
          text={w.deleteText}
          yes={words.delete}
          onYes={() => void remove()}
          onNo={() => setAsking(false)}
        />
      )}
    </div>
  );
}
