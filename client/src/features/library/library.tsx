import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { queries } from '../../api/queries.js';
import { Waiting } from '../../components/loading/waiting.js';
import { ImportBar } from '../import/import-bar.js';
import { FilterBar } from './filter/filter-bar.js';
import { ALL, isNarrowed, queryOf, useLibraryFilter } from './filter/library-filter.js';
import { ModelNote } from './model-note.js';
import { More } from './more.js';
import { OpenIngests } from './open-ingests.js';
import { SessionList } from './session-list.js';
import { Shelf } from './shelf/shelf.js';
import { Welcome } from './welcome.js';
import './library.css';

const OPEN = ['queued', 'running', 'needs_choice'];

/** On a narrow screen only so many conversations come before the characters, until all are asked for. */
const FIRST_LETTERS = 3;

export function Library() {
  const { words } = useLanguage();
  const model = useQuery(queries.about()).data?.model;
  const [filter, setFilter] = useLibraryFilter();
  const characters = useInfiniteQuery(queries.characters(queryOf(filter)));
  const sessions = useInfiniteQuery(queries.sessions(filter.q));
  const ingests = useQuery(queries.ingests());
  const failed = [sessions, ingests].find(({ isLoadingError }) => isLoadingError);
  // What goes wrong with the characters stands on their shelf.
  const isThere = sessions.data && ingests.data && !characters.isPending;
  const shelf = characters.data?.pages.flatMap(({ items }) => items) ?? [];
  const letters = sessions.data?.pages.flatMap(({ items }) => items) ?? [];
  const reading = ingests.data?.items.filter(({ status }) => OPEN.includes(status)) ?? [];
  const isNew =
    characters.isSuccess &&
    !characters.isPlaceholderData &&
    !isNarrowed(filter) &&
    sessions.data?.pages[0]?.items.length === 0 &&
    shelf.every(({ sample }) => sample);
  const [allLetters, setAllLetters] = useState(false);

  return (
    <Page
      title={words.library.title}
      wide
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
            <section
              className={allLetters ? 'library-letters all' : 'library-letters'}
              aria-labelledby="conversations"
            >
              <ImportBar />
              <OpenIngests ingests={reading} />
              <h2 id="conversations">{words.library.conversations}</h2>
              {letters.length === 0 && (
                <p className="hint">
                  {filter.q ? words.library.noSuchConversation : words.library.noConversations}
                </p>
              )}
              <SessionList sessions={letters} />
              {letters.length > FIRST_LETTERS && !allLetters && (
                <button
                  type="button"
                  className="quiet all-letters"
                  onClick={() => setAllLetters(true)}
                  data-testid="all-letters"
                >
                  {words.library.allConversations}
                </button>
              )}
              <More list={sessions} />
            </section>
          )}
          <section className="library-shelf" aria-labelledby="characters">
            {isNew && <ImportBar />}
            {isNew && <OpenIngests ingests={reading} />}
            <h2 id="characters">{words.library.title}</h2>
            {!isNew && <FilterBar filter={filter} onChange={setFilter} />}
            <Shelf list={characters} isNarrowed={isNarrowed(filter)} onShowAll={() => setFilter(ALL)} />
          </section>
        </div>
      )}
      {model?.isLanguageModel && <ModelNote model={model} />}
    </Page>
  );
}
