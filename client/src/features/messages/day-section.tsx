import { memo } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import { useLanguage } from '../../i18n/language.js';
import type { TurnFailure } from '../../api/session-state.js';
import { Message } from './message.js';

export interface Day {
  key: string;
  date: string;
  items: MessageView[];
}

/** By days of the reader's calendar. A day keeps its key when earlier messages of it come in. */
export function daysOf(messages: MessageView[]): Day[] {
  const days: Day[] = [];
  const times = new Map<string, number>();
  let current = '';
  for (const message of messages) {
    const name = new Date(message.createdAt).toDateString();
    const open = days[days.length - 1];
    if (open && name === current) open.items.push(message);
    else {
      const nth = times.get(name) ?? 0;
      times.set(name, nth + 1);
      days.push({ key: `${name} ${nth}`, date: message.createdAt, items: [message] });
    }
    current = name;
  }
  return days;
}

interface DaySectionProps {
  day: Day;
  session: SessionView;
  /** The message that can be answered anew, if it is of this day. */
  open: MessageView | null;
  failure: TurnFailure | null;
  onAgain: () => void;
  onGoOn: () => void;
}

/** Drawn again only when something of this day changed: a long conversation has many. */
export const DaySection = memo(
  function DaySection({ day, session, open, failure, onAgain, onGoOn }: DaySectionProps) {
    const language = useLanguage();
    const name = language.day(day.date);
    return (
      <section aria-label={name}>
        <p className="day">
          <time dateTime={day.date}>{name}</time>
        </p>
        {day.items.map((message) => (
          <Message
            key={message.seq}
            message={message}
            session={session}
            isLast={message === open}
            failure={failure && failure.turnId === message.turnId ? failure : null}
            onAgain={onAgain}
            onGoOn={onGoOn}
          />
        ))}
      </section>
    );
  },
  (a, b) =>
    a.open === b.open &&
    a.failure === b.failure &&
    a.session.characterName === b.session.characterName &&
    a.day.items.length === b.day.items.length &&
    a.day.items.every((message, i) => message === b.day.items[i]),
);
