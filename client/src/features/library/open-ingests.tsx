import type { IngestSummary } from '../../../../src/contracts/ingest.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { to } from '../../browser/route.js';

/** What is being read right now, or waits for a choice. */
export function OpenIngests({ ingests }: { ingests: IngestSummary[] }) {
  const { words, percent } = useLanguage();
  if (!ingests.length) return null;
  return (
    <ul className="open-ingests">
      {ingests.map((ingest) => (
        <li key={ingest.id}>
          <a href={to.ingest(ingest.id)}>
            <strong lang={scriptOf(ingest.title)}>{ingest.title || words.ingest.title}</strong>
            <span className="hint">
              {ingest.status === 'needs_choice'
                ? words.library.needsChoice
                : `${words.library.reading} · ${percent(ingest.progress)}`}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
