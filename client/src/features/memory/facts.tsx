import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FactsView, FactView } from '../../../../src/contracts/memory.js';
import { api } from '../../api/api.js';
import { queries } from '../../api/queries.js';
import { queryClient } from '../../api/query-client.js';
import { ProblemNote } from '../../components/problem-note.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { useConversation } from '../messages/conversation-context.js';

interface FactsProps {
  sessionId: string;
  /** What the character is called. */
  name: string;
  onGone: () => void;
}

/** What holds now of things that change, the newest first: one's own to correct and to take away. */
export function Facts({ sessionId, name, onGone }: FactsProps) {
  const { words } = useLanguage();
  const w = words.memory.facts;
  const { data, error, refetch } = useQuery(queries.facts(sessionId));
  const change = useMutation({
    mutationFn: (asked: () => Promise<FactsView>) => asked(),
    onSuccess: (changed) => queryClient.setQueryData(queries.facts(sessionId).queryKey, changed),
  });
  const ask = (asked: () => Promise<FactsView>) => change.mutateAsync(asked).then(() => undefined);

  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (!data) return null;
  return (
    <div className="facts" data-testid="facts" aria-busy={change.isPending}>
      <p className="hint">{data.items.length ? w.hint : w.none}</p>
      <ul>
        {data.items.map((fact) => (
          <Fact
            key={fact.id}
            fact={fact}
            about={{ user: words.chat.you, character: name }[fact.about] ?? fact.about}
            busy={change.isPending}
            onGone={onGone}
            onCorrect={(text) => ask(() => api.correctFact(sessionId, fact.id, text))}
            onRemove={() => change.mutate(() => api.dismissFact(sessionId, fact.id))}
          />
        ))}
      </ul>
      {change.error && <ProblemNote failure={change.error} />}
    </div>
  );
}

interface FactProps {
  fact: FactView;
  about: string;
  busy: boolean;
  onGone: () => void;
  onCorrect: (text: string) => Promise<void>;
  onRemove: () => void;
}

function Fact({ fact, about, busy, onGone, onCorrect, onRemove }: FactProps) {
  const { words, day, number } = useLanguage();
  const { goTo } = useConversation();
  const w = words.memory.facts;
  const [text, setText] = useState<string | null>(null);
  const topic = [w.topics[fact.topic], fact.thing].filter(Boolean).join(' · ');
  return (
    <li className={fact.past ? 'past' : undefined} data-testid="fact">
      <p className="hint">
        {[about, topic, day(fact.at), ...(fact.past ? [w.past] : [])].filter(Boolean).join(' · ')}
      </p>
      {text === null ? (
        <>
          <p lang={scriptOf(fact.text)}>{fact.text}</p>
          <div className="row">
            <button
              type="button"
              className="plain"
              onClick={() => {
                onGone();
                goTo(fact.seq);
              }}
              data-testid="fact-open"
            >
              {w.open(number(fact.seq))}
            </button>
            <button
              type="button"
              className="plain"
              disabled={busy}
              onClick={() => setText(fact.text)}
              data-testid="fact-correct"
            >
              {w.correct}
            </button>
            <button
              type="button"
              className="plain danger"
              disabled={busy}
              onClick={onRemove}
              data-testid="fact-remove"
            >
              {words.remove}
            </button>
          </div>
        </>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void onCorrect(text).then(
              () => setText(null),
              () => undefined,
            );
          }}
        >
          <textarea
            rows={3}
            value={text}
            maxLength={1000}
            aria-label={w.correct}
            onChange={(event) => setText(event.target.value)}
            data-testid="fact-text"
          />
          <div className="row end">
            <button type="button" className="plain" onClick={() => setText(null)}>
              {words.cancel}
            </button>
            <button
              type="submit"
              className="primary"
              disabled={busy || text.trim() === ''}
              data-testid="fact-save"
            >
              {words.save}
            </button>
          </div>
        </form>
      )}
    </li>
  );
}
