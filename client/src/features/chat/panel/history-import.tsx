import { useRef, useState } from 'react';
import type { ConversationChoice } from '../../../../../src/contracts/problem.js';
import { api } from '../../../api/api.js';
import { queries } from '../../../api/queries.js';
import { queryClient } from '../../../api/query-client.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { FileInput } from '../../../components/file-input.js';
import { Icon } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';
import { OlderMessagesOf } from '../../memory/older-messages.js';

/** Brings an older conversation in from a file; of several in one file, asks which. */
export function HistoryImport({ sessionId, onImported }: { sessionId: string; onImported: () => void }) {
  const { words } = useLanguage();
  const w = words.chat;
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'done'>('idle');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [report, setReport] = useState<string[]>([]);
  const [several, setSeveral] = useState<{ file: File; choices: ConversationChoice[] } | null>(null);

  async function bringIn(file: File, conversation?: number) {
    setState('busy');
    setFailure(null);
    setSeveral(null);
    try {
      setReport((await api.importHistory(sessionId, file, conversation)).report);
      await queryClient.invalidateQueries({ queryKey: queries.chronicle(sessionId).queryKey });
      setState('done');
      onImported();
    } catch (error) {
      const failed = asFailure(error);
      setState('idle');
      if (failed.conversations) setSeveral({ file, choices: failed.conversations });
      else setFailure(failed);
    }
  }

  return (
    <>
      <button
        type="button"
        className="plain"
        disabled={state === 'busy'}
        onClick={() => input.current?.click()}
      >
        <Icon name="bring" />
        {w.importHistory}
      </button>
      <p className="hint" role="status">
        {state === 'busy'
          ? words.wait
          : several
            ? w.importSeveral
            : state === 'done'
              ? w.imported
              : w.importHint}
      </p>
      {several && (
        <ul className="import-choices" data-testid="import-choices">
          {several.choices.map(({ n, title, at, messages }) => (
            <li key={n}>
              <button type="button" className="plain" onClick={() => void bringIn(several.file, n)}>
                {title || w.importUntitled(n)}
                <span className="hint">
                  {[at && new Date(at).toLocaleDateString(), w.importMessages(messages)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {state === 'done' && report.length > 0 && (
        <ul className="hint" data-testid="import-report">
          {report.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {state === 'done' && <OlderMessagesOf sessionId={sessionId} />}
      <FileInput
        ref={input}
        accept=".jsonl,.json,.txt,.byaf,.zip,application/json,application/x-ndjson,text/plain"
        label={w.importHistory}
        testId="history-input"
        onFiles={([file]) => void bringIn(file)}
      />
      {failure && <ProblemNote failure={failure} />}
    </>
  );
}
