import { to } from '../../../browser/route.js';
import { useLanguage } from '../../../i18n/language.js';
import { AttemptsRow } from './attempts-row.js';
import { DayRow } from './day-row.js';
import { Stays, Unanswered } from './ending.js';
import type { Row } from './message-rows.js';
import { Message, type MessageProps } from '../message.js';
import { ReplyWriting } from '../reply-writing.js';
import { UnsentMessage } from '../unsent-message.js';

interface MessageRowProps extends Omit<MessageProps, 'message' | 'begins'> {
  row: Row;
  sessionId: string;
  understudy: boolean;
  /** Shows attempts that are folded away, or folds them again. */
  onAttempts: (key: string) => void;
}

/** Whatever stands in the list of messages. */
export function MessageRow({ row, sessionId, understudy, onAttempts, ...rest }: MessageRowProps) {
  const { words } = useLanguage();
  switch (row.kind) {
    case 'message':
      return <Message message={row.message} begins={row.begins} {...rest} />;
    case 'day':
      return <DayRow date={row.date} />;
    case 'attempts':
      return <AttemptsRow count={row.count} isShown={row.isShown} onToggle={() => onAttempts(row.key)} />;
    case 'unsent':
      return <UnsentMessage unsent={row.unsent} sessionId={sessionId} />;
    case 'writing':
      return <ReplyWriting name={rest.name} />;
    case 'stays':
      return rest.failure && <Stays failure={rest.failure} />;
    case 'unanswered':
      return <Unanswered failure={rest.failure} onAgain={rest.onAgain} />;
    case 'loading':
      return (
        <p className="earlier" role="status">
          {words.chat[row.side]}
        </p>
      );
    case 'beginning':
      return (
        <div className="beginning">
          <p>{words.chat.beginning(rest.name)}</p>
          {understudy && (
            <p>
              {words.understudy} <a href={to.models()}>{words.connectModel}</a>
            </p>
          )}
        </div>
      );
  }
}
