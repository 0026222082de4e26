import { to } from '../../../browser/route.js';
import { useLanguage } from '../../../i18n/language.js';
import { DayRow } from './day-row.js';
import { Stays, Unanswered } from './ending.js';
import type { Row } from './message-rows.js';
import { Message, type MessageProps } from '../message.js';
import { ReplyWriting } from '../reply-writing.js';
import { UnsentMessage } from '../unsent-message.js';

interface MessageRowProps extends Omit<MessageProps, 'message'> {
  row: Row;
  understudy: boolean;
}

/** Whatever stands in the list of messages. */
export function MessageRow({ row, understudy, ...rest }: MessageRowProps) {
  const { words } = useLanguage();
  switch (row.kind) {
    case 'message':
      return <Message message={row.message} {...rest} />;
    case 'day':
      return <DayRow date={row.date} />;
    case 'unsent':
      return <UnsentMessage unsent={row.unsent} />;
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
              {words.models.understudy} <a href={to.models()}>{words.models.connect}</a>
            </p>
          )}
        </div>
      );
  }
}
