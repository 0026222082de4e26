import { api } from '../../api/api.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLoaded } from '../../api/use-loaded.js';
import { useConversation } from '../messages/conversation-context.js';

/** What is always remembered word for word. */
export function Pins({ sessionId, onGone }: { sessionId: string; onGone: () => void }) {
  const { words, day } = useLanguage();
  const { goTo } = useConversation();
  const w = words.chat.pins;
  const { value, failure, reload } = useLoaded(sessionId, () => api.pins(sessionId));
  if (failure) return <ProblemNote failure={failure} retry={reload} />;
  if (!value?.items.length) return <p className="hint">{value && w.none}</p>;
  return (
    <ul className="pins" data-testid="pins">
      {value.items.map(({ message, stands }) => (
        <li key={message.id}>
          <div>
            <button
              type="button"
              className="link"
              lang={scriptOf(message.content)}
              onClick={() => {
                onGone();
                goTo(message.seq);
              }}
              data-testid="go-to-pin"
            >
              {message.content}
            </button>
            <p className="hint">
              {message.role === 'assistant' ? message.speaker : words.chat.you}, {day(message.createdAt)} ·{' '}
              {w.stands[stands]}
            </p>
          </div>
          <button
            type="button"
            className="round"
            aria-label={words.chat.unpin}
            title={words.chat.unpin}
            onClick={() => void api.pinMessage(sessionId, message.id, false).then(reload, reload)}
            data-testid="unpin"
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
