import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Failure } from '../../../api/failure.js';
import { queries } from '../../../api/queries.js';
import { to } from '../../../browser/route.js';
import { Icon } from '../../../components/icons.js';
import { Portrait } from '../../../components/portrait.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { plainText } from '../../messages/prose/plain-text.js';
import { useNewConversation } from './use-new-conversation.js';
import './conversation-list.css';

/** All conversations, beside the one that is open: the newest first, found by name, title or last line. */
export function ConversationList({ current }: { current: string }) {
  const { words, when } = useLanguage();
  const w = words.chat.list;
  const [query, setQuery] = useState('');
  const [asked, setAsked] = useState('');
  const list = useInfiniteQuery(queries.sessions(asked));
  const [failure, setFailure] = useState<Failure | null>(null);
  const begin = useNewConversation(setFailure);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const found = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const newest = useInfiniteQuery(queries.sessions()).data?.pages.flatMap(({ items }) => items) ?? [];
  const here = [...found, ...newest].find(({ id }) => id === current);

  // Once whoever types has paused.
  useEffect(() => {
    const timer = setTimeout(() => setAsked(query.trim()), 150);
    return () => clearTimeout(timer);
  }, [query]);

  return (
    <nav className="conversation-list" aria-label={words.library.conversations} data-testid="beside">
      <header>
        <input
          type="search"
          value={query}
          placeholder={w.find}
          aria-label={w.find}
          onChange={(event) => setQuery(event.target.value)}
          data-testid="beside-find"
        />
        {here && (
          <button
            type="button"
            className="round"
            onClick={() => void begin(here.characterId)}
            aria-label={w.make(here.characterName)}
            title={w.make(here.characterName)}
            data-testid="beside-new"
          >
            <Icon name="plus" />
          </button>
        )}
      </header>
      {(failure ?? list.error) && <ProblemNote failure={(failure ?? list.error)!} />}
      <ul>
        {found.map(({ id, title, characterId, characterName, hasAvatar, updatedAt, lastLine }) => (
          <li key={id}>
            <a
              href={to.session(id)}
              aria-current={id === current ? 'page' : undefined}
              data-testid="beside-session"
              data-id={id}
            >
              <Portrait whom={{ id: characterId, name: characterName, hasAvatar }} as="seal" />
              <strong lang={scriptOf(title || characterName)}>{title || characterName}</strong>
              <time dateTime={updatedAt}>{when(updatedAt)}</time>
              <span lang={scriptOf(lastLine)}>{plainText(lastLine)}</span>
            </a>
          </li>
        ))}
      </ul>
      {list.data && !found.length && !hasNextPage && <p className="hint">{words.chat.finding.none}</p>}
      {hasNextPage && (
        <button
          type="button"
          className="plain"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {w.more}
        </button>
      )}
    </nav>
  );
}
