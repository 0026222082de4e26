import { useState, type FormEvent } from 'react';
import type { MessageView } from '../../../src/wire.js';
import { api } from '../api.js';
import { asFailure, type Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { useLanguage } from '../language.js';
import { ProblemNote } from '../problem-note.js';
import { Prose } from './prose.js';

/** Finds what was said in a conversation, however long ago. */
export function FindSaid({ sessionId }: { sessionId: string }) {
  const { words, day, time } = useLanguage();
  const w = words.chat;
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<MessageView[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function find(event: FormEvent) {
    event.preventDefault();
    if (!query.trim()) return;
    setFailure(null);
    try {
      setFound((await api.searchMessages(sessionId, query.trim())).items);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <form className="find" role="search" onSubmit={(event) => void find(event)}>
      <div className="row">
        <input
          type="search"
          aria-label={w.find}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          data-testid="find-said"
        />
        <button type="submit" className="round" aria-label={words.search}>
          <Icon name="find" />
        </button>
      </div>
      {failure && <ProblemNote failure={failure} />}
      {found && (
        <p className="hint" role="status">
          {w.found(found.length)}
        </p>
      )}
      <ul>
        {found?.map((message) => (
          <li key={message.id} data-testid="found">
            <p className="hint">
              {message.role === 'assistant' ? message.speaker : w.you}, {day(message.createdAt)},{' '}
              {time(message.createdAt)}
            </p>
            <Prose text={message.content} />
          </li>
        ))}
      </ul>
    </form>
  );
}
