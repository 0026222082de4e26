import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChronicleView, MemoryWorkView } from '../../../../src/contracts/memory.js';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { queryClient } from '../../api/query-client.js';
import { to } from '../../browser/route.js';
import { storedSetting, storeSetting } from '../../browser/local-settings.js';
import { ProblemNote } from '../../components/problem-note.js';
import { ReachedLimitNote } from '../../components/reached-limit.js';
import { estimateText } from '../../i18n/estimate-text.js';
import { useLanguage } from '../../i18n/language.js';

/** What summarising now takes; nothing where there is nothing to summarise. */
export function FoldCost({ sessionId, told }: OlderMessagesProps) {
  const language = useLanguage();
  const { data } = useQuery(queries.memoryWork(sessionId, told));
  if (!data?.now) return null;
  return (
    <p className="hint" data-testid="fold-cost">
      {language.words.spending.older.foldNow(estimateText(language, data.now))}
    </p>
  );
}

interface OlderMessagesProps {
  sessionId: string;
  /** As it is shown. */
  told: ChronicleView;
}

/** The same where the chronicle is not shown: beside a history that has just come in. */
export function OlderMessagesOf({ sessionId }: { sessionId: string }) {
  const { data } = useQuery(queries.chronicle(sessionId));
  return data ? <OlderMessages key={sessionId} sessionId={sessionId} told={data} /> : null;
}

/** What the model has not summarised: what it would take, how far it is, and why it waits. */
export function OlderMessages({ sessionId, told }: OlderMessagesProps) {
  const language = useLanguage();
  const { words, number } = language;
  const w = words.spending.older;
  const work = queries.memoryWork(sessionId, told);
  const { data: value } = useQuery(work);
  const change = useMutation({
    mutationFn: (asked: () => Promise<MemoryWorkView>) => asked(),
    onSuccess: (changed) => {
      queryClient.setQueryData(work.queryKey, changed);
      return queryClient.invalidateQueries({ queryKey: queries.chronicle(sessionId).queryKey });
    },
  });
  const busy = change.isPending;
  const putOffKey = `older-messages:${sessionId}`;
  const [putOff, setPutOff] = useState(() => Number(storedSetting(putOffKey) ?? 0));

  if (!value) return null;
  const { state, messages, estimate, connectionId, progress, reached, problem } = value;
  // More than was put off is offered again.
  const offered = state === 'offered' && messages > putOff;
  return (
    <div className="older-messages" data-testid="older-messages" data-state={state}>
      {state === 'writing' && (
        <div className="older-writing">
          <p role="status">
            {progress ? w.writing(number(progress.done), number(progress.total)) : w.begins}
          </p>
          {progress && <progress value={progress.done} max={progress.total} aria-label={w.begins} />}
          <button
            type="button"
            className="plain"
            disabled={busy}
            onClick={() => change.mutate(() => api.stopMemoryWork(sessionId))}
            data-testid="older-stop"
          >
            {w.stop}
          </button>
        </div>
      )}
      {state === 'budget_reached' && reached && <ReachedLimitNote reached={reached} linked />}
      {(offered || state === 'failed') && (
        <>
          {state === 'failed' && problem && (
            <p className="field-error">{w.failed(language.sentence({ code: problem, message: problem }))}</p>
          )}
          <p data-testid="older-offer">
            {w.offer(messages, number(messages), estimateText(language, estimate))}
          </p>
          <p className="hint">{w.hint}</p>
          <div className="row">
            <button
              type="button"
              className="quiet"
              disabled={busy}
              onClick={() => change.mutate(() => api.startMemoryWork(sessionId))}
              data-testid="older-start"
            >
              {state === 'failed' ? w.again : w.start}
            </button>
            {offered && (
              <button
                type="button"
                className="plain"
                disabled={busy}
                onClick={() => {
                  storeSetting(putOffKey, String(messages));
                  setPutOff(messages);
                }}
                data-testid="older-not-now"
              >
                {w.notNow}
              </button>
            )}
            {connectionId && (
              <a className="button plain" href={to.models(connectionId)} data-testid="older-limit">
                {w.limit}
              </a>
            )}
          </div>
        </>
      )}
      {change.error && <ProblemNote failure={change.error} />}
    </div>
  );
}
