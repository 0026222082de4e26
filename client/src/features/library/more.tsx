import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

interface MoreProps {
  list: Pick<
    UseInfiniteQueryResult,
    'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage' | 'isFetchNextPageError' | 'error'
  >;
  /** It comes by itself as the end of the list comes near. */
  byItself?: boolean;
}

/** So far below the window the next page is asked for. */
const NEAR = '600px';

/** The next page of a list, where there is one. */
export function More({ list, byItself = false }: MoreProps) {
  const { words } = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, error } = list;
  const isWatched = byItself && hasNextPage && !isFetchingNextPage && !isFetchNextPageError;

  useEffect(() => {
    if (!isWatched || !button.current) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) void fetchNextPage();
      },
      { rootMargin: NEAR },
    );
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [isWatched, fetchNextPage]);

  if (!hasNextPage) return null;
  return (
    <>
      {isFetchNextPageError && error && <ProblemNote failure={error} />}
      <button
        ref={button}
        type="button"
        className="quiet"
        disabled={isFetchingNextPage}
        onClick={() => void fetchNextPage()}
        data-testid={byItself ? 'more-characters' : 'show-more'}
      >
        {words.library.more}
      </button>
    </>
  );
}
