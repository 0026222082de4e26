import { useEffect, useState } from 'react';
import type { RegexScript, RegexScripts } from '../../../../../src/contracts/regex-script.js';
import type { ScriptLoss } from '../../../../../src/text/scripts/regex-scripts.js';
import { useLanguage } from '../../../i18n/language.js';

type Losses = Map<number, ScriptLoss[]>;

/** What is not followed of them, once what knows it has come. */
function useLosses(list: readonly RegexScript[]): Losses {
  const [losses, setLosses] = useState<Losses>(new Map());
  useEffect(() => {
    let gone = false;
    void import('../../../../../src/text/scripts/regex-scripts.js').then(({ scriptLosses }) => {
      if (!gone) setLosses(scriptLosses(list));
    });
    return () => {
      gone = true;
    };
  }, [list]);
  return losses;
}

/** The regex scripts of a card; with `onChange` they can be switched on and off. */
export function CardScripts({
  scripts,
  onChange,
}: {
  scripts: RegexScripts | undefined;
  onChange?: (scripts: RegexScripts) => void;
}) {
  const { words } = useLanguage();
  const w = words.sheet.scripts;
  if (!scripts?.list.length) return null;
  const { on, list } = scripts;
  return (
    <section aria-labelledby="part-scripts" data-testid="card-scripts">
      <h2 id="part-scripts">{w.title}</h2>
      <p className="hint">{w.hint}</p>
      {onChange ? (
        <label className="check">
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => onChange({ on: event.target.checked, list })}
            data-testid="scripts-on"
          />{' '}
          {w.all}
        </label>
      ) : (
        !on && <p>{w.allOff}</p>
      )}
      <ScriptList scripts={scripts} onChange={onChange} />
    </section>
  );
}

function ScriptList({ scripts, onChange }: Parameters<typeof CardScripts>[0] & { scripts: RegexScripts }) {
  const { words } = useLanguage();
  const w = words.sheet.scripts;
  const { on, list } = scripts;
  const losses = useLosses(list);
  return (
    <ul className="card-scripts">
      {list.map((script, n) => {
        const name = script.name || w.nameless(n + 1);
        return (
          <li key={n} className={on && script.on ? '' : 'off'} data-testid="card-script">
            <div className="card-script-head">
              {onChange ? (
                <label className="check">
                  <input
                    type="checkbox"
                    checked={script.on}
                    disabled={!on}
                    onChange={(event) =>
                      onChange({ on, list: list.with(n, { ...script, on: event.target.checked }) })
                    }
                  />{' '}
                  {name}
                </label>
              ) : (
                <span>{name}</span>
              )}
              <span className="hint">
                {[effectOf(script, w), script.places.map((place) => w.places[place]).join(words.comma)]
                  .filter(Boolean)
                  .join(' · ')}
                {!(on && script.on) && !onChange && ` · ${w.off}`}
              </span>
            </div>
            {losses.get(n)?.map((loss) => (
              <p key={loss} className="card-script-loss">
                {w.losses[loss]}
              </p>
            ))}
            <details>
              <summary>{w.what}</summary>
              <dl className="card-notes">
                <div>
                  <dt>{w.find}</dt>
                  <dd>
                    <code>{script.find}</code>
                  </dd>
                </div>
                <div>
                  <dt>{w.replace}</dt>
                  <dd>{script.replace ? <code>{script.replace}</code> : w.nothing}</dd>
                </div>
              </dl>
            </details>
          </li>
        );
      })}
    </ul>
  );
}

function effectOf(
  { shown, sent }: RegexScript,
  w: Record<'stored' | 'shown' | 'sent' | 'both', string>,
): string {
  if (shown && sent) return w.both;
  return shown ? w.shown : sent ? w.sent : w.stored;
}
