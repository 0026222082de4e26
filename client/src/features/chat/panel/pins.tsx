import { useMutation, useQuery } from '@tanstack/react-query';
import { api } from '../../../api/api.js';
import { Icon } from '../../../components/icons.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { queries } from '../../../api/queries.js';
import { useConversation } from '../../messages/conversation-context.js';
import { plainText } from '../../messages/prose/plain-text.js';

/** What is always remembered word for word. */
export function Pins({ sessionId, onGone }: { sessionId: string; onGone: () => void }) {
  const { words, day } = useLanguage();
  const { goTo } = useConversation();
  const w = words.chat.pins;
  const { data, error, refetch } = useQuery(queries.pins(sessionId));
  const unpin = useMutation({
    mutationFn: (messageId: string) => api.pinMessage(sessionId, messageId, false),
    onSettled: () => refetch(),
  });
  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (!data?.items.length) return <p className="hint">{data && w.none}</p>;
  return (
    <ul className="pins" data-testid="pins">
      {data.items.map(({ message, stands }) => (
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
              {plainText(message.content)}
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
            onClick={() => unpin.mutate(message.id)}
            data-testid="unpin"
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
