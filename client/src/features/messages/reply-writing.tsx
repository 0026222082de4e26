import { useLanguage } from '../../i18n/language.js';
import { useNow, useTurnProgress } from './turn-progress.js';

/** That a reply is being written, before the first word of it; or that its server asks for a pause, and for how long. */
export function ReplyWriting({ name }: { name: string }) {
  const { words } = useLanguage();
  const waiting = useTurnProgress()?.waiting ?? null;
  const now = useNow(waiting !== null);
  const left = waiting ? Math.ceil((waiting.until - now) / 1000) : 0;
  if (waiting && left > 0) {
    const pauses: Record<string, string> = words.replies.pause;
    return (
      <p className="writing" data-testid="turn-waiting">
        {pauses[waiting.code] ?? words.replies.pause.model_rate_limited}{' '}
        <span className="countdown">{words.replies.askingAgain(words.replies.duration(left))}</span>
      </p>
    );
  }
  return (
    <p className="writing">
      {words.chat.writing(name)}
      <span className="dots" aria-hidden="true" />
    </p>
  );
}
