import { useState, type FormEvent } from 'react';
import type { RuleView } from '../../../../src/contracts/memory.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLoaded } from '../../api/use-loaded.js';

/** "From now on …": rules of this conversation, or of the character wherever one talks to it. */
export function Rules({ sessionId }: { sessionId: string }) {
  const { words } = useLanguage();
  const w = words.memory.rules;
  const { value, failure, reload } = useLoaded(sessionId, () => api.rules(sessionId));
  const [text, setText] = useState('');
  const [scope, setScope] = useState<RuleView['scope']>('session');
  const [refused, setRefused] = useState<Failure | null>(null);

  async function change(what: () => Promise<unknown>) {
    setRefused(null);
    try {
      await what();
      reload();
      return true;
    } catch (error) {
      setRefused(asFailure(error));
      return false;
    }
  }

  async function add(event: FormEvent) {
    event.preventDefault();
    if (await change(() => api.addRule(sessionId, { text, scope }))) setText('');
  }

  return (
    <div className="rules" data-testid="rules">
      {failure && <ProblemNote failure={failure} retry={reload} />}
      <ul>
        {value?.items.map((rule) => (
          <li key={rule.id}>
            <div>
              <p>{rule.text}</p>
              <p className="hint">{`${w.scope[rule.scope]} · ${w.stands[rule.stands]}`}</p>
            </div>
            <button
              type="button"
              className="round"
              aria-label={`${words.remove}: ${rule.text}`}
              onClick={() => void change(() => api.endRule(sessionId, rule.id))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <form className="stack" onSubmit={(event) => void add(event)}>
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
        {refused && <ProblemNote failure={refused} />}
        <div className="row end">
          <button type="submit" disabled={text.trim() === ''} data-testid="rule-add">
            {w.add}
          </button>
        </div>
      </form>
    </div>
  );
}
