import { useState } from 'react';
import type { IngestFlag } from '../../../../src/contracts/ingest.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';

/** What speaks to a language model in the texts: kept out of what is sent, until a person lets it in. */
export function Flagged({
  flags,
  onLetIn,
}: {
  flags: IngestFlag[];
  onLetIn: (letIn: Pick<IngestFlag, 'sourceId' | 'passageId'>[]) => Promise<void>;
}) {
  const { words, number } = useLanguage();
  const w = words.review;
  const [busy, setBusy] = useState(false);
  if (flags.length === 0) return null;
  const more = flags.at(-1)!.more ?? 0;
  const all = flags.length + more;
  const letIn = flags.filter((flag) => flag.letIn);
  const manySources = new Set(flags.map(({ sourceId }) => sourceId)).size > 1;

  async function choose(chosen: IngestFlag[]) {
    setBusy(true);
    await onLetIn(chosen.map(({ sourceId, passageId }) => ({ sourceId, passageId })));
    setBusy(false);
  }

  const toggle = (flag: IngestFlag) =>
    choose(flag.letIn ? letIn.filter((one) => one !== flag) : [...letIn, flag]);

  return (
    <section className="note" data-testid="flagged">
      <details className="flagged" open={flags.length < 4}>
        <summary>{w.flagged(all, number(all))}</summary>
        <p className="hint">{w.flaggedHint}</p>
        <ul>
          {flags.map((flag) => (
            <li key={placeOf(flag)}>
              <label>
                <input
                  type="checkbox"
                  checked={flag.letIn}
                  disabled={busy}
                  onChange={() => void toggle(flag)}
                  data-testid="flag-let-in"
                />
                <span className="tick" aria-hidden="true" />
                <span>
                  <q lang={scriptOf(flag.text)}>{flag.text}</q>
                  <small>
                    {[manySources ? flag.source : '', flag.section].filter(Boolean).join(' · ')}
                    <em>{flag.letIn ? w.flagLetIn : w.flagOut}</em>
                  </small>
                </span>
              </label>
            </li>
          ))}
        </ul>
        {more > 0 && <p className="hint">{w.flaggedMore(more, number(more))}</p>}
        {flags.length > 1 && (
          <div className="row">
            <button
              type="button"
              className="quiet"
              disabled={busy}
              onClick={() => void choose(letIn.length === flags.length ? [] : flags)}
              data-testid="flags-all"
            >
              {letIn.length === flags.length ? w.flagsNone : w.flagsAll}
            </button>
          </div>
        )}
      </details>
    </section>
  );
}

function placeOf({ sourceId, passageId }: IngestFlag): string {
  return `${sourceId} ${passageId}`;
}
