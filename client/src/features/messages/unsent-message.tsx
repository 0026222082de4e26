import { useLanguage } from '../../i18n/language.js';
import type { Unsent } from '../../api/session-state.js';
import { useConnected } from '../../api/socket.js';
import { MessagePictures } from './message-pictures.js';
import { MessageText } from './prose/message-text.js';

export function UnsentMessage({ unsent, sessionId }: { unsent: Unsent; sessionId: string }) {
  const { words } = useLanguage();
  const connected = useConnected();
  return (
    <article className="message user unsent" data-testid="unsent-message">
      {unsent.pictures && <MessagePictures sessionId={sessionId} pictures={unsent.pictures} />}
      {unsent.text && <MessageText text={unsent.text} />}
      <footer>{connected ? words.chat.sending : words.chat.unsent}</footer>
    </article>
  );
}
