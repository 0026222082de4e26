import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

/** The latest requests that came with a key, so that one sees whether a program gets through. */
export function KeyCalls() {
  const { words, when, number } = useLanguage();
  const w = words.keys;
  const { data, error, refetch } = useQuery(queries.keyCalls());
  return (
    <section data-testid="key-calls">
      <h2>{w.calls}</h2>
      <p className="hint">{w.callsHint}</p>
      {error && <ProblemNote failure={error} retry={refetch} />}
      {data?.items.length === 0 && <p className="hint">{w.noCalls}</p>}
      {data && data.items.length > 0 && (
        <div className="key-calls" role="region" aria-label={w.calls} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {Object.values(w.call).map((title) => (
                  <th key={title} scope="col">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((call, n) => (
                <tr key={n} data-testid="key-call">
                  <td>{when(call.at)}</td>
                  <td>{call.keyName}</td>
                  <td>
                    <code>
                      {call.method} {call.route || w.noRoute}
                    </code>
                  </td>
                  <td className={call.status >= 400 ? 'failed' : undefined}>{call.status}</td>
                  <td>{w.ms(number(call.ms))}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
