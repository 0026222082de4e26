import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { RuleView } from '../../../../src/contracts/memory.js';
import { api } from '../../api/api.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';

/** "From now on …": rules of this conversation, or of the character wherever one talks to it. */
export function Rules({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const w = words.memory.rules;
  const { data, error, refetch } = useQuery(queries.rules(sessionId));
  const [text, setText] = useState('');
  const [scope, setScope] = useState<RuleView['scope']>('session');
  const change = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSuccess: () => refetch(),
  });

  function add(event: FormEvent) {
    event.preventDefault();
    change.mutate(() => api.addRule(sessionId, { text, scope }), { onSuccess: () => setText('') });
  }

  return (
    <div className="rules" data-testid="rules">
      {error && <ProblemNote failure={error} retry={refetch} />}
      <ul>
        {data?.items.map((rule) => (
          <li key={rule.id}>
            <div>
              <p>{rule.text}</p>
              <p className="hint">{`${w.scope[rule.scope]} · ${w.stands[rule.stands]}`}</p>
            </div>
            <button
              type="button"
              className="round"
              aria-label={`${words.remove}: ${rule.text}`}
              onClick={() => change.mutate(() => api.endRule(sessionId, rule.id))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <form className="stack" onSubmit={add}>
        <label>
          {w.text}
          <input
            value={text}
            placeholder={w.example}
            onChange={(event) => setText(event.target.value)}
            data-testid="rule-text"
          />
        </label>
        <label>
          {w.where}
          <select value={scope} onChange={(event) => setScope(event.target.value as RuleView['scope'])}>
            <option value="session">{w.scope.session}</option>
            <option value="character">{w.scope.character}</option>
          </select>
        </label>
        {change.error && <ProblemNote failure={change.error} />}
        <div className="row end">
          <button type="submit" disabled={text.trim() === ''} data-testid="rule-add">
            {w.add}
          </button>
        </div>
      </form>
    </div>
  );
}
