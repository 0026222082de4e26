import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { CharacterSummary } from '../../../../../src/contracts/character.js';
import type { Page } from '../../../../../src/contracts/paging.js';
import { to } from '../../../browser/route.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { Waiting } from '../../../components/loading/waiting.js';
import { useLanguage } from '../../../i18n/language.js';
import { CharacterCard } from './character-card.js';
import { More } from '../more.js';
import './shelf.css';

interface ShelfProps {
  list: UseInfiniteQueryResult<InfiniteData<Page<CharacterSummary>>>;
  /** Somebody may be left out of it. */
  isNarrowed: boolean;
  onShowAll: () => void;
}

/** All characters, or those that are looked for. */
export function Shelf({ list, isNarrowed, onShowAll }: ShelfProps) {
  const { words } = useLanguage();
  const characters = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      {list.isLoadingError && <ProblemNote failure={list.error} retry={list.refetch} />}
      {list.isLoading && <Waiting />}
      {list.data && characters.length === 0 && (
        <div className="shelf-empty" role="status" data-testid="shelf-empty">
          <p>{isNarrowed ? words.library.nobodyFound : words.library.nobody}</p>
          <div className="row">
            {isNarrowed && (
              <button type="button" className="quiet" onClick={onShowAll} data-testid="clear-filters">
                {words.library.showAll}
              </button>
            )}
            <a href={to.new} className="button quiet">
              {words.library.create}
            </a>
          </div>
        </div>
      )}
      <ul className="shelf" aria-busy={list.isPlaceholderData}>
        {characters.map((character) => (
          <li key={character.id}>
            <CharacterCard character={character} />
          </li>
        ))}
      </ul>
      <More list={list} byItself />
    </>
  );
}
