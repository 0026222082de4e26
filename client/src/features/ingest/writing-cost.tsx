import { useEffect, useState } from 'react';
import type { WritingEstimate } from '../../../../src/contracts/ingest.js';
import { ingestsApi } from '../../api/ingests.js';
import { useLanguage } from '../../i18n/language.js';
import { estimateText } from '../../i18n/estimate-text.js';

const PAUSE_MS = 300;

/** What writing those who are chosen would take, before it begins; nothing where it takes nothing. */
export function WritingCost({
  ingestId,
  names,
  upToSection,
  tokenBudget,
  onBudget,
}: {
  ingestId: string;
  names: string[];
  upToSection: number | null;
  tokenBudget: number | null;
  onBudget: (tokens: number | null) => void;
}) {
  const language = useLanguage();
  const { words, number } = language;
  const w = words.source;
  const [estimate, setEstimate] = useState<WritingEstimate | null>(null);
  const key = JSON.stringify([names, upToSection]);

  useEffect(() => {
    setEstimate(null);
    const [wanted, section] = JSON.parse(key) as [string[], number | null];
    if (!wanted.length) return;
    let current = true;
    const timer = setTimeout(() => {
      // It is a help and no more: choosing goes on without it.
      ingestsApi
        .estimate(ingestId, wanted, section)
        .then((found) => current && setEstimate(found))
        .catch(() => {});
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [ingestId, key]);

  if (!estimate || (estimate.requests === 0 && estimate.paidParts === 0)) return null;
  return (
    <div className="writing-cost">
      <p role="status" data-testid="writing-cost">
        {estimate.requests > 0 ? w.takes(estimateText(language, estimate)) : w.paid}
        {estimate.requests > 0 && estimate.paidParts > 0 && ` ${w.partlyPaid(number(estimate.paidParts))}`}
      </p>
      {estimate.requests > 0 && (
        <label>
          {w.atMost}
          <input
            type="number"
            min={1000}
            step={1000}
            inputMode="numeric"
            placeholder={w.noLimit}
            value={tokenBudget ?? ''}
            onChange={(event) => onBudget(event.target.valueAsNumber || null)}
            data-testid="writing-budget"
          />
        </label>
      )}
    </div>
  );
}
