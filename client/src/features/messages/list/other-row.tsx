import { to } from '../../../browser/route.js';
import { useLanguage } from '../../../i18n/language.js';
import { AttemptsRow } from './attempts-row.js';
import { DayRow } from './day-row.js';
import { Stays, Unanswered } from './ending.js';
import type { Row } from './message-rows.js';
import type { MessageProps } from '../message.js';
import { ReplyWriting } from '../reply-writing.js';
import { UnsentMessage } from '../unsent-message.js';

interface OtherRowProps extends Pick<MessageProps, 'name' | 'failure' | 'onAgain'> {
  row: Exclude<Row, { kind: 'message' }>;
  sessionId: string;
  understudy: boolean;
  /** Shows attempts that are folded away, or folds them again. */
  onAttempts: (key: string) => void;
}

/** Whatever stands in the list between messages, or at its ends. */
export function OtherRow({ row, sessionId, understudy, onAttempts, ...rest }: OtherRowProps) {
  const { words } = useLanguage();
  switch (row.kind) {
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
