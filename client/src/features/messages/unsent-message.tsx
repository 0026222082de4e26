import { useLanguage } from '../../i18n/language.js';
import type { Unsent } from '../../api/session-state.js';
import { useConnected } from '../../api/socket.js';
import { MessageText } from './prose/message-text.js';

export function UnsentMessage({ unsent }: { unsent: Unsent }) {
  const { words } = useLanguage();
  const connected = useConnected();
  return (
    <article className="message user unsent" data-testid="unsent-message">
      <MessageText text={unsent.text} />
      <footer>{connected ? words.chat.sending : words.chat.unsent}</footer>
    </article>
  );
}
