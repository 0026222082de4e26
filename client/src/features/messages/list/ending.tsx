import type { TurnFailure } from '../../../api/session-state.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { ServerWords } from '../reply-state.js';

/** Another version of the last reply has failed: the one before stays. */
export function Stays({ failure }: { failure: TurnFailure }) {
  const { words, sentence } = useLanguage();
  return (
    <p className="message-state failed" role="alert" data-testid="stays">
      <Icon name="warn" />
      <span>
        {sentence(failure)}
        {words.between}
        {words.chat.stays}
        {failure.detail && <ServerWords code={failure.code} detail={failure.detail} />}
      </span>
    </p>
  );
}

/** The newest message has no reply. */
export function Unanswered({ failure, onAgain }: { failure: TurnFailure | null; onAgain: () => void }) {
  const { words, sentence } = useLanguage();
  return (
    <p className="message-state" data-testid="unanswered">
      {failure ? sentence(failure) : words.chat.unanswered}
      <button type="button" className="plain" onClick={onAgain} data-testid="retry">
        {words.chat.askAgain}
      </button>
    </p>
  );
}
