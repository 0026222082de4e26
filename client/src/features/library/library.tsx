import { useInfiniteQuery, useQuery, type UseInfiniteQueryResult } from '@tanstack/react-query';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { queries } from '../../api/queries.js';
import { Waiting } from '../../components/waiting.js';
import { CharacterCard } from './character-card.js';
import { ModelNote } from './model-note.js';
import { OpenIngests } from './open-ingests.js';
import { SessionList } from './session-list.js';
import { Welcome } from './welcome.js';
import './library.css';

const OPEN = ['queued', 'running', 'needs_choice'];

export function Library() {
  const { words } = useLanguage();
  const model = useQuery(queries.about()).data?.model;
  const characters = useInfiniteQuery(queries.characters());
  const sessions = useInfiniteQuery(queries.sessions());
  const ingests = useQuery(queries.ingests());
  const lists = [characters, sessions, ingests];
  const failed = lists.find(({ isLoadingError }) => isLoadingError);
  const isThere = lists.every(({ data }) => data);
  const shelf = characters.data?.pages.flatMap(({ items }) => items) ?? [];
  const letters = sessions.data?.pages.flatMap(({ items }) => items) ?? [];
  const reading = ingests.data?.items.filter(({ status }) => OPEN.includes(status)) ?? [];
  const isNew = isThere && !letters.length && shelf.every(({ sample }) => sample);

  return (
    <Page
      title={words.library.title}
      action={
        isThere && (
          <a href={to.new} className="button primary" data-testid="new-character">
            <Icon name="plus" />
            {words.library.create}
          </a>
        )
      }
    >
      {isNew && <Welcome />}
      {model && !model.isLanguageModel && <ModelNote model={model} />}
      {failed?.error && <ProblemNote failure={failed.error} retry={failed.refetch} />}
      {!isThere && !failed && <Waiting />}
      {isThere && (
        <div className={isNew ? 'library new' : 'library'}>
          {!isNew && (
            <section className="library-letters" aria-labelledby="conversations">
              <OpenIngests ingests={reading} />
              <h2 id="conversations">{words.library.conversations}</h2>
              <SessionList sessions={letters} />
              <More list={sessions} />
            </section>
          )}
          <section className="library-shelf" aria-labelledby="characters">
            {isNew && <OpenIngests ingests={reading} />}
            <h2 id="characters">{words.library.title}</h2>
            <ul className="shelf">
              {shelf.map((character) => (
                <li key={character.id}>
                  <CharacterCard character={character} />
                </li>
              ))}
            </ul>
            <More list={characters} />
          </section>
        </div>
      )}
      {model?.isLanguageModel && <ModelNote model={model} />}
    </Page>
  );
}

/** The next page of a list, where there is one. */
function More({
  list,
}: {
  list: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'isFetchNextPageError' | 'error'
  >;
}) {
  const { words } = useLanguage();
  if (!list.hasNextPage) return null;
  return (
    <>
      {list.isFetchNextPageError && list.error && <ProblemNote failure={list.error} />}
      <button
        type="button"
        className="quiet"
        disabled={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
        data-testid="show-more"
      >
        {words.library.more}
      </button>
    </>
  );
}
