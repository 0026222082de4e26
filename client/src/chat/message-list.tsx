import { useEffect, useMemo, useRef } from 'react';
import type { SessionView } from '../../../src/wire.js';
import { Icon } from '../icons.js';
import { useLanguage } from '../language.js';
import type { SessionState } from '../session-state.js';
import { DaySection, daysOf } from './day-section.js';
import { SpokenAloud } from './spoken-aloud.js';
import { UnsentMessage } from './unsent-message.js';
import { usePlace } from './use-place.js';

interface MessageListProps {
  state: SessionState;
  session: SessionView;
  understudy: boolean;
  onOlder: () => void;
  onAgain: () => void;
  onGoOn: () => void;
}

export function MessageList({ state, session, understudy, onOlder, onAgain, onGoOn }: MessageListProps) {
  const { words, sentence } = useLanguage();
  const { messages, more, turn, awaited, unsent, failure } = state;
  const waiting = unsent.filter(({ heard }) => !heard);
  const place = usePlace(messages[0]?.seq, useOwnSent(state));
  const top = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!more || !top.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onOlder(), {
      root: place.box.current,
      rootMargin: '900px 0px 0px 0px',
    });
    observer.observe(top.current);
    return () => observer.disconnect();
  }, [more, onOlder, place.box]);

  const days = useMemo(() => daysOf(messages), [messages]);
  const last = messages[messages.length - 1];
  const idle = !turn && !awaited && waiting.length === 0;
  // A greeting alone is no answer to anything.
  const answerable = messages.length > 1 || last?.turnId != null;
  const name = session.characterName;

  return (
    <main className="said" ref={place.box} onScroll={place.onScroll} tabIndex={-1} data-testid="messages">
      <div className="said-column" ref={place.content}>
        {more ? (
          <div ref={top} className="earlier" role="status">
            {words.chat.earlier}
          </div>
        ) : (
          <div className="beginning">
            <p>{words.chat.beginning(name)}</p>
            {understudy && <p>{words.model.understudy}</p>}
          </div>
        )}
        {days.map((day) => (
          <DaySection
            key={day.key}
            day={day}
            session={session}
            open={idle && answerable && last && day.items.at(-1) === last ? last : null}
            failure={failure}
            onAgain={onAgain}
            onGoOn={onGoOn}
          />
        ))}
        {waiting.map((one) => (
          <UnsentMessage key={one.clientId} unsent={one} />
        ))}
        {awaited && !turn && (
          <p className="writing">
            {words.chat.writing(name)}
            <span className="dots" aria-hidden="true" />
          </p>
        )}
        {idle && last?.role === 'user' && (
          <p className="message-state" data-testid="unanswered">
            {failure ? sentence(failure) : words.chat.unanswered}
            <button type="button" className="plain" onClick={onAgain} data-testid="retry">
              {words.chat.askAgain}
            </button>
          </p>
        )}
      </div>
      {place.away && (
        <button
          type="button"
          className="to-newest"
          onClick={() => place.toEnd(true)}
          data-testid="jump-newest"
        >
          <Icon name="down" />
          {words.chat.newest}
        </button>
      )}
      <SpokenAloud messages={messages} writing={turn !== null || awaited !== null} name={name} />
    </main>
  );
}

/** Counts what was written here, so that sending brings one's own words into view. */
function useOwnSent({ unsent }: SessionState): number {
  const count = useRef({ sent: 0, newest: '' });
  const newest = unsent[unsent.length - 1]?.clientId ?? '';
  if (newest && newest !== count.current.newest) count.current = { sent: count.current.sent + 1, newest };
  return count.current.sent;
}
