import { useState } from 'react';
import type { CharacterSummary } from '../../../../src/contracts/character.js';
import type { IngestView } from '../../../../src/contracts/ingest.js';
import type { ModelCard } from '../../../../src/contracts/about.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { useLoaded } from '../../api/use-loaded.js';
import { Waiting } from '../../components/waiting.js';
import { CharacterCard } from './character-card.js';
import { ModelNote } from './model-note.js';
import { OpenIngests } from './open-ingests.js';
import { SessionList } from './session-list.js';

interface Shelf {
  characters: CharacterSummary[];
  next?: string;
  sessions: SessionView[];
  nextSessions?: string;
  ingests: IngestView[];
}

async function loadShelf(): Promise<Shelf> {
  const [characters, sessions, ingests] = await Promise.all([
    api.characters(),
    api.sessions({ limit: 12 }),
    api.ingests(),
  ]);
  return {
    characters: characters.items,
    next: characters.next,
    sessions: sessions.items,
    nextSessions: sessions.next,
    ingests: ingests.items.filter(({ status }) => ['queued', 'running', 'needs_choice'].includes(status)),
  };
}

export function Library({ model }: { model: ModelCard | null }) {
  const { words } = useLanguage();
  const shelf = useLoaded('shelf', loadShelf);
  const isNew = shelf.value && !shelf.value.sessions.length && shelf.value.characters.every((c) => c.sample);

  return (
    <Page
      title={words.library.title}
      action={
        shelf.value &&
        !isNew && (
          <a href={to.new} className="button primary" data-testid="new-character">
            <Icon name="plus" />
            {words.library.create}
          </a>
        )
      }
    >
      {isNew && <Welcome hasSamples={shelf.value?.characters.length !== 0} />}
      {model && !model.isLanguageModel && <ModelNote model={model} />}
      {shelf.failure && <ProblemNote failure={shelf.failure} retry={shelf.reload} />}
      {!shelf.value && !shelf.failure && <Waiting />}
      {shelf.value && (
        <div className={isNew ? 'library new' : 'library'}>
          {!isNew && (
            <section className="library-letters" aria-labelledby="conversations">
              <OpenIngests ingests={shelf.value.ingests} />
              <h2 id="conversations">{words.library.conversations}</h2>
              <Conversations shelf={shelf.value} set={shelf.set} />
            </section>
          )}
          <section className="library-shelf" aria-labelledby="characters">
            {isNew && <OpenIngests ingests={shelf.value.ingests} />}
            <h2 id="characters">{words.library.title}</h2>
            <Characters shelf={shelf.value} set={shelf.set} />
          </section>
        </div>
      )}
      {model?.isLanguageModel && <ModelNote model={model} />}
    </Page>
  );
}

interface ShelfProps {
  shelf: Shelf;
  set: (shelf: Shelf) => void;
}

function Conversations({ shelf, set }: ShelfProps) {
  const more = async () => {
    const page = await api.sessions({ limit: 50, before: shelf.nextSessions });
    set({ ...shelf, sessions: [...shelf.sessions, ...page.items], nextSessions: page.next });
  };
  return (
    <>
      <SessionList sessions={shelf.sessions} />
      {shelf.nextSessions && <More load={more} />}
    </>
  );
}

function Characters({ shelf, set }: ShelfProps) {
  const more = async () => {
    const page = await api.characters(shelf.next);
    set({ ...shelf, characters: [...shelf.characters, ...page.items], next: page.next });
  };
  return (
    <>
      <ul className="shelf">
        {shelf.characters.map((character) => (
          <li key={character.id}>
            <CharacterCard character={character} />
          </li>
        ))}
      </ul>
      {shelf.next && <More load={more} />}
    </>
  );
}

function More({ load }: { load: () => Promise<void> }) {
  const { words } = useLanguage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  function more() {
    setBusy(true);
    setFailure(null);
    load()
      .catch((error: unknown) => setFailure(asFailure(error)))
      .finally(() => setBusy(false));
  }
  return (
    <>
      {failure && <ProblemNote failure={failure} />}
      <button type="button" className="quiet" disabled={busy} onClick={more} data-testid="show-more">
        {words.library.more}
      </button>
    </>
  );
}

function Welcome({ hasSamples }: { hasSamples: boolean }) {
  const { words } = useLanguage();
  return (
    <section className="welcome" data-testid="welcome">
      <h1>{words.library.welcome}</h1>
      <p>{words.library.welcomeMore}</p>
      <p>
        <a href={to.new} className="button primary big" data-testid="new-character">
          <Icon name="plus" />
          {words.library.create}
        </a>
      </p>
      {hasSamples && <p className="hint">{words.library.try}</p>}
    </section>
  );
}
