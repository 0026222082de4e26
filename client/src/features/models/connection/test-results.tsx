import type { ConnectionTestView } from '../../../../../src/contracts/supplier.js';
import { Failure } from '../../../api/failure.js';
import { Icon } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage, type Language } from '../../../i18n/language.js';

/** What a test found, a sentence a line. */
export function TestResults({ result, model }: { result: ConnectionTestView; model: string }) {
  const language = useLanguage();
  return (
    <div className="test-results" data-testid="test-results">
      <h3>{language.words.models.tested.title}</h3>
      <ul>
        {linesOf(result, model, language).map(({ text, good }) => (
          <li key={text} className={good ? 'good' : 'bad'}>
            <Icon name={good ? 'check' : 'warn'} />
            {text}
          </li>
        ))}
      </ul>
      {result.error && <ProblemNote failure={new Failure(result.error.code, result.error.message)} />}
    </div>
  );
}

function linesOf(result: ConnectionTestView, model: string, { words, number }: Language) {
  const w = words.models.tested;
  const lines: { text: string; good: boolean }[] = [];
  const say = (good: boolean | null | undefined, yes: string, no?: string) => {
    if (good === true) lines.push({ text: yes, good });
    if (good === false && no) lines.push({ text: no, good });
  };
  say(result.reached, w.reached, w.notReached);
  if (!result.reached) return lines;
  say(result.keyAccepted, w.key, w.noKey);
  if (result.keyAccepted === false) return lines;
  if (result.dimensions) say(true, w.dimensions(number(result.dimensions)));
  say(result.modelFound, w.model(model), w.noModel(model));
  if (result.modelFound === false) return lines;
  if (result.window) {
    const from = result.windowFrom ? words.models.from[result.windowFrom] : '';
    say(true, w.window(number(result.window), from));
  }
  if (result.firstTokenMs != null)
    say(true, w.first(number(Math.max(0.1, Math.round(result.firstTokenMs / 100) / 10))));
  say(result.thinking, w.thinking);
  say(result.jsonSchema, w.schema, w.noSchema);
  say(result.cached, w.cached, w.notCached);
  return lines;
}
