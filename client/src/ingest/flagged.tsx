import type { IngestFlag } from '../../../src/wire.js';
import { scriptOf, useLanguage } from '../language.js';

/** Passages that speak to a language model, for a person to look at. */
export function Flagged({ flags }: { flags: IngestFlag[] }) {
  const { words, number } = useLanguage();
  const w = words.review;
  if (flags.length === 0) return null;
  return (
    <section className="note" data-testid="flagged">
      <details className="flagged" open={flags.length < 3}>
        <summary>{w.flagged(flags.length, number(flags.length))}</summary>
        <p className="hint">{w.flaggedHint}</p>
        <ul>
          {flags.map(({ sourceId, passageId, text }) => (
            <li key={`${sourceId} ${passageId}`}>
              <q lang={scriptOf(text)}>{text}</q>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
