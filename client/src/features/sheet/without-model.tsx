import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CharacterView } from '../../../../src/contracts/character.js';
import { ingestsApi } from '../../api/ingests.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { queries } from '../../api/queries.js';
import { go, to } from '../../browser/route.js';
import { ProblemNote } from '../../components/problem-note.js';
import { estimateText } from '../../i18n/estimate-text.js';
import { useLanguage } from '../../i18n/language.js';

/** Says that no model wrote a sheet, and offers to have one do so, with what that takes. */
export function WithoutModel({ character }: { character: CharacterView }) {
  const language = useLanguage();
  const { words } = language;
  const w = words.sheet.withoutModel;
  const { ingestId, name, sheet } = character;
  const upTo = sheet.upTo?.section ?? null;
  const model = useQuery(queries.about()).data?.model;
  const canWrite = model?.isLanguageModel === true && ingestId !== null;
  const { data: estimate } = useQuery({
    ...queries.estimate(ingestId ?? '', name, upTo),
    enabled: canWrite,
  });
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function write(from: string) {
    setBusy(true);
    setFailure(null);
    try {
      await ingestsApi.chooseCast(from, {
        names: [name],
        upToSection: upTo,
        tokenBudget: null,
        inPlaceOf: character.id,
      });
      go(to.ingest(from));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <aside className="note" data-testid="without-model">
      <p>{w.told}</p>
      {model && !model.isLanguageModel && (
        <div className="row">
          <a href={to.models()} className="button quiet">
            {words.connectModel}
          </a>
        </div>
      )}
      {canWrite && estimate && (
        <>
          <p className="hint">
            {w.hint} {estimate.requests > 0 && words.source.takes(estimateText(language, estimate))}
          </p>
          <div className="row">
            <button
              type="button"
              className="quiet"
              disabled={busy}
              onClick={() => void write(ingestId)}
              data-testid="write-by-model"
            >
              {w.write}
            </button>
          </div>
        </>
      )}
      {failure && <ProblemNote failure={failure} />}
    </aside>
  );
}
