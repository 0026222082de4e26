import { useState } from 'react';
import type { CastMerge, IngestView } from '../../../../src/contracts/ingest.js';
import { ingestsApi } from '../../api/ingests.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';

interface CastQuestionsProps {
  ingest: IngestView;
  /** Sends what a person says, and shows what came of it. */
  attempt: (what: () => Promise<unknown>) => Promise<void>;
}

/** So many are shown before the rest is asked for. */
const AT_FIRST = 4;

/** Names that may be several people's, for a person to say whose; and what was said so far, to be taken back. */
export function CastQuestions({ ingest, attempt }: CastQuestionsProps) {
  const { words } = useLanguage();
  const w = words.review;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [busy, setBusy] = useState(false);
  const open = ingest.questions.filter(({ name }) => !left.has(name));
  if (!open.length && !ingest.merges.length) return null;

  async function say(merges: CastMerge[]) {
    setBusy(true);
    await attempt(() => ingestsApi.mergeCast(ingest.id, merges));
    setBusy(false);
  }

  return (
    <section className="cast-questions" data-testid="cast-questions">
      {open.length > 0 && (
        <>
          <h2>{w.questions}</h2>
          <p className="hint">{w.questionsHint}</p>
          <ul>
            {(all ? open : open.slice(0, AT_FIRST)).map(({ name, among }) => (
              <li key={name} data-testid="cast-question">
                <p lang={scriptOf(name)}>{w.whoIs(name)}</p>
                <div className="row">
                  {among.map((into) => (
                    <button
                      key={into}
                      type="button"
                      className="quiet"
                      disabled={busy}
                      lang={scriptOf(into)}
                      onClick={() => void say([...ingest.merges, { name, into }])}
                    >
                      {into}
                    </button>
                  ))}
                  <button type="button" className="plain" onClick={() => setLeft(new Set([...left, name]))}>
                    {w.leaveOpen}
                  </button>
                </div>
              </li>
            ))}
          </ul>
          {!all && open.length > AT_FIRST && (
            <button type="button" className="plain" onClick={() => setAll(true)}>
              {w.moreQuestions(open.length - AT_FIRST)}
            </button>
          )}
        </>
      )}
      {ingest.merges.length > 0 && (
        <ul className="merges">
          {ingest.merges.map((merge) => (
            <li key={merge.name} data-testid="cast-merge">
              <span lang={scriptOf(merge.name + merge.into)}>{w.isOne(merge.name, merge.into)}</span>
              <button
                type="button"
                className="link"
                disabled={busy}
                onClick={() => void say(ingest.merges.filter((other) => other !== merge))}
              >
                {w.takeBack}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
