import { useLanguage } from '../../i18n/language.js';
import type { Unsent } from '../../api/session-state.js';
import { useConnected } from '../../api/socket.js';
import { Prose } from './prose.js';

export function UnsentMessage({ unsent }: { unsent: Unsent }) {
  const { words } = useLanguage();
  const connected = useConnected();
  return (
    <article className="message user unsent" data-testid="unsent-message">
      <Prose text={unsent.text} />
      <footer>{connected ? words.chat.sending : words.chat.unsent}</footer>
    </article>
  );
}
