import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { SessionView } from '../../../../src/contracts/session.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { to } from '../../browser/route.js';
import type { SessionState } from '../../api/session-state.js';
import { DaySection, daysOf } from './day-section.js';
import { useHighlight } from './highlight.js';
import { ReplyAnnouncement } from './reply-announcement.js';
import { ServerWords } from './reply-state.js';
import { ReplyWriting } from './reply-writing.js';
import { TurnProgressContext } from './turn-progress.js';
import { UnsentMessage } from './unsent-message.js';
import { useScrollAnchor } from './use-scroll-anchor.js';

/** A message to go to, and the words that it was found by. */
export interface Sought {
  n: number;
  seq: number;
  words: string | null;
}

interface MessageListProps {
  state: SessionState;
  session: SessionView;
  understudy: boolean;
  sought: Sought | null;
  onOlder: () => void;
  onLater: () => void;
  onNewest: () => void;
  onAgain: () => void;
  onGoOn: () => void;
}

export function MessageList(props: MessageListProps) {
  const { state, session, understudy, sought, onOlder, onLater, onNewest, onAgain, onGoOn } = props;
  const { words, sentence } = useLanguage();
  const { past, turn, awaited, unsent, failure } = state;
  const { messages, more } = past ?? state;
  const waiting = past ? [] : unsent.filter(({ heard }) => !heard);
  const place = useScrollAnchor(messages[0]?.seq, useOwnSent(state), !past);
  useHighlight(place.box, sought?.words ?? null, messages);
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

  const bottom = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!past || !bottom.current) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onLater(), {
      root: place.box.current,
      rootMargin: '0px 0px 900px 0px',
    });
    observer.observe(bottom.current);
    return () => observer.disconnect();
  }, [past, onLater, place.box]);

  const went = useRef(0);
  const { toMessage } = place;
  useLayoutEffect(() => {
    if (sought && sought.n !== went.current && toMessage(sought.seq)) went.current = sought.n;
  }, [sought, messages, toMessage]);

  const days = useMemo(() => daysOf(messages), [messages]);
  const last = messages[messages.length - 1];
  const idle = !past && !turn && !awaited && waiting.length === 0;
  // A greeting alone is no answer to anything.
  const answerable = messages.length > 1 || last?.turnId != null;
  const name = session.characterName;

  return (
    <main className="messages" ref={place.box} onScroll={place.onScroll} tabIndex={-1} data-testid="messages">
      <div className="messages-column" ref={place.content}>
        {more ? (
          <div ref={top} className="earlier" role="status">
            {words.chat.earlier}
          </div>
        ) : (
          <div className="beginning">
            <p>{words.chat.beginning(name)}</p>
            {understudy && (
              <p>
                {words.models.understudy} <a href={to.models()}>{words.models.connect}</a>
              </p>
            )}
          </div>
        )}
        <TurnProgressContext value={state.progress}>
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
        </TurnProgressContext>
        {waiting.map((one) => (
          <UnsentMessage key={one.clientId} unsent={one} />
        ))}
        {past && (
          <div ref={bottom} className="earlier" role="status">
            {words.chat.later}
          </div>
        )}
        {!past && awaited && !turn && <ReplyWriting name={name} />}
        {idle && failure && last?.role === 'assistant' && last.turnId !== failure.turnId && (
          <p className="message-state failed" role="alert" data-testid="stays">
            <Icon name="warn" />
            <span>
              {sentence(failure)} {words.chat.stays}
              {failure.detail && <ServerWords code={failure.code} detail={failure.detail} />}
            </span>
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
          onClick={() => {
            onNewest();
            place.toEnd(!past);
          }}
          data-testid="jump-newest"
        >
          <Icon name="down" />
          {words.chat.newest}
        </button>
      )}
      <ReplyAnnouncement messages={state.messages} writing={turn !== null || awaited !== null} name={name} />
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
