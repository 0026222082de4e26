import type { MessageView } from '../../../../src/contracts/message.js';
import type { TurnFailure } from '../../api/session-state.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { PutBack } from './cleaned.js';

interface ReplyStateProps {
  message: MessageView;
  failure: TurnFailure | null;
  /** Carries it on; null where it is not the last one. */
  onGoOn: (() => void) | null;
}

/** How a reply ended, where it did not end by itself. */
export function ReplyState({ message, failure, onGoOn }: ReplyStateProps) {
  const { words, sentence } = useLanguage();
  const { status, finishReason, content } = message;
  if (status === 'streaming') return null;
  if (status === 'complete') {
    if (finishReason !== 'length' && finishReason !== 'filtered') return null;
    return (
      <p className="message-state" data-testid="message-state" data-finish={finishReason}>
        {words.replies.ended[finishReason]}
        {onGoOn && (
          <button type="button" className="plain" onClick={onGoOn} data-testid="continue">
            <Icon name="goOn" />
            {words.chat.goOn}
          </button>
        )}
      </p>
    );
  }
  const known =
    failure ??
    (message.failure ? { code: message.failure, message: '', detail: message.failureDetail } : null);
  const refused = known?.code === 'model_refused';
  const own = ownSentence(message, known?.code);
  return (
    <div
      className={`message-state ${status}`}
      role={failure ? 'alert' : undefined}
      data-testid="message-state"
      data-finish={finishReason}
    >
      {status === 'failed' && <Icon name="warn" />}
      <div>
        {!refused &&
          (status === 'failed' && !content ? words.replies.none : words.chat[status]) + words.between}
        {status === 'failed' && known && (own === null ? sentence(known) : words.replies[own])}
        {status === 'failed' && known?.detail && <ServerWords code={known.code} detail={known.detail} />}
        {refused && content && <PutBack message={message} label={words.chat.cleaning.letStand} />}
      </div>
    </div>
  );
}

/** What more is known of a failure than its code tells. */
function ownSentence(
  { finishReason, thinking }: MessageView,
  code: string | undefined,
): 'heldBack' | 'roomUsedUp' | 'onlyThought' | null {
  if (code === 'model_refused' && finishReason === 'filtered') return 'heldBack';
  if (code !== 'model_empty' || !thinking) return null;
  return finishReason === 'length' ? 'roomUsedUp' : 'onlyThought';
}

/** What the model's server itself said, beside our sentence. */
export function ServerWords({ code, detail }: { code: string; detail: string }) {
  const { words } = useLanguage();
  return (
    <span className="server-words" data-testid="server-words">
      {code === 'model_called_tool' ? words.replies.tool : words.replies.says}
      {words.between}
      <q>{detail}</q>
    </span>
  );
}
