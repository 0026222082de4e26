import { useQueries } from '@tanstack/react-query';
import type { IngestView } from '../../../../src/contracts/ingest.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { TalkButton } from '../library/talk-button.js';
import { Portrait } from '../../components/portrait.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { queries } from '../../api/queries.js';
import { CastChoice, type CastWish } from './cast-choice.js';

/** Those who came out of an ingest. */
export function NewCharacters({
  ingest,
  onChoose,
}: {
  ingest: IngestView;
  onChoose: (choice: CastWish) => Promise<void>;
}) {
  const { words } = useLanguage();
  const w = words.ingest;
  const people = useQueries({ queries: ingest.characterIds.map((id) => queries.character(id)) });
  const failed = people.find(({ error }) => error);
  const found = people.flatMap(({ data }) => data ?? []);
  const made = new Set(found.map(({ name }) => name));
  const others = ingest.cast.filter(({ name }) => !made.has(name));

  return (
    <section className="arrived" data-testid="ingest-done">
      {failed?.error && <ProblemNote failure={failed.error} retry={failed.refetch} />}
      {found.map((character) => (
        <article key={character.id}>
          <Portrait whom={character} as="cover" />
          <div>
            <h2>{w.ready(character.name)}</h2>
            <p className="tagline" lang={scriptOf(character.tagline)}>
              {character.tagline}
            </p>
            <div className="row">
              <TalkButton character={character} primary />
              <a href={to.character(character.id)} className="button quiet" data-testid="open-sheet">
                {w.openSheet}
              </a>
            </div>
          </div>
        </article>
      ))}
      {found.length === people.length && (
        <details>
          <summary>{w.another}</summary>
          <CastChoice ingest={ingest} cast={others} onChoose={onChoose} />
        </details>
      )}
    </section>
  );
}
