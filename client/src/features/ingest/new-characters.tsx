import type { IngestView } from '../../../../src/contracts/ingest.js';
import { api } from '../../api/api.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { TalkButton } from '../library/talk-button.js';
import { Portrait } from '../../components/portrait.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { useLoaded } from '../../api/use-loaded.js';
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
  const people = useLoaded(ingest.characterIds.join(), () =>
    Promise.all(ingest.characterIds.map((id) => api.character(id))),
  );
  const made = new Set(people.value?.map(({ name }) => name));
  const others = ingest.cast.filter(({ name }) => !made.has(name));

  return (
    <section className="arrived" data-testid="ingest-done">
      {people.failure && <ProblemNote failure={people.failure} retry={people.reload} />}
      {people.value?.map((character) => (
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
      {people.value && (
        <details>
          <summary>{w.another}</summary>
          <CastChoice ingest={ingest} cast={others} onChoose={onChoose} />
        </details>
      )}
    </section>
  );
}
