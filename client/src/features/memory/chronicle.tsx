import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChronicleView, FoldView } from '../../../../src/contracts/memory.js';
import { api } from '../../api/api.js';
import { queryClient } from '../../api/query-client.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import { FoldCost, OlderMessages } from './older-messages.js';

/** The chronicle: what stands for the messages that have left the window. One's own to read and to correct. */
export function Chronicle({ sessionId }: { sessionId: string }) {
  const { words, number } = useLanguage();
  const w = words.memory.chronicle;
  const { data, error, refetch } = useQuery(queries.chronicle(sessionId));
  const change = useMutation({
    mutationFn: (asked: () => Promise<ChronicleView>) => asked(),
    onSuccess: (changed) => queryClient.setQueryData(queries.chronicle(sessionId).queryKey, changed),
  });
  const busy = change.isPending;
  const folding = data?.folding ?? false;
  const ask = (asked: () => Promise<ChronicleView>) =>
    change.mutateAsync(asked).then(
      () => undefined,
      () => undefined,
    );

  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (!data) return null;
  return (
    <div className="chronicle" data-testid="chronicle" aria-busy={busy || folding}>
      <p className="hint">{data.foldedSeq ? w.upTo(number(data.foldedSeq)) : w.none}</p>
      {folding && (
        <p className="hint" role="status">
          {w.folding}
        </p>
      )}
      <OlderMessages key={sessionId} sessionId={sessionId} told={data} />
      <ul>
        {data.entries.map((entry) => (
          <ChronicleEntry
            key={entry.id}
            entry={entry}
            busy={busy}
            onCorrect={(text) => ask(() => api.correctEntry(sessionId, entry.id, text))}
            onRewrite={() => ask(() => api.rewriteEntry(sessionId, entry.id))}
            onUndo={() => ask(() => api.undoEntry(sessionId, entry.id))}
          />
        ))}
      </ul>
      {change.error && <ProblemNote failure={change.error} />}
      <button
        type="button"
        className="plain"
        disabled={busy || folding}
        onClick={() => void ask(() => api.fold(sessionId))}
      >
        {w.foldNow}
      </button>
      <FoldCost sessionId={sessionId} told={data} />
    </div>
  );
}

interface EntryProps {
  entry: FoldView;
  busy: boolean;
  onCorrect: (text: string) => Promise<void>;
  onRewrite: () => Promise<void>;
  onUndo: () => Promise<void>;
}

function ChronicleEntry({ entry, busy, onCorrect, onRewrite, onUndo }: EntryProps) {
  const { words, day, number } = useLanguage();
  const w = words.memory.chronicle;
  const [text, setText] = useState<string | null>(null);
  const [from, to] = [day(entry.fromAt), day(entry.toAt)];
  return (
    <li>
      <details>
        <summary>
          <strong>{from === to ? from : `${from} – ${to}`}</strong>
          <span className="hint">
            {`${w.messages(number(entry.fromSeq), number(entry.toSeq))} · ${w.madeBy[entry.madeBy]}`}
          </span>
        </summary>
        {text === null ? (
          <>
            <p className="chronicle-text" lang={scriptOf(entry.text)}>
              {entry.text}
            </p>
            <div className="row">
              <button type="button" className="plain" disabled={busy} onClick={() => setText(entry.text)}>
                {w.correct}
              </button>
              <button type="button" className="plain" disabled={busy} onClick={() => void onRewrite()}>
                {w.rewrite}
              </button>
              <button
                type="button"
                className="plain danger"
                disabled={busy}
                onClick={() => void onUndo()}
                title={w.undoHint}
              >
                {w.undo}
              </button>
            </div>
          </>
        ) : (
          <form
            className="stack"
            onSubmit={(event) => {
              event.preventDefault();
              void onCorrect(text).then(() => setText(null));
            }}
          >
            <textarea
              rows={10}
              value={text}
              aria-label={w.correct}
              onChange={(event) => setText(event.target.value)}
            />
            <div className="row end">
              <button type="button" className="plain" onClick={() => setText(null)}>
                {words.cancel}
              </button>
              <button type="submit" className="primary" disabled={busy || text.trim() === ''}>
                {words.save}
              </button>
            </div>
          </form>
        )}
      </details>
    </li>
  );
}
