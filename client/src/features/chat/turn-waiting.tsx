import type { TurnProgress } from '../../api/turn-progress.js';
import { useLanguage } from '../../i18n/language.js';
import { useNow } from '../messages/turn-progress.js';

/** That the model's server asks for a pause, and for how long: it stays in view wherever one reads. */
export function TurnWaiting({ waiting }: { waiting: TurnProgress['waiting'] }) {
  const { words } = useLanguage();
  const now = useNow(waiting !== null);
  const left = waiting ? Math.ceil((waiting.until - now) / 1000) : 0;
  if (!waiting || left <= 0) return null;
  const pauses: Record<string, string> = words.replies.pause;
  return (
    <p className="turn-waiting" data-testid="turn-waiting">
      <span role="status">{pauses[waiting.code] ?? words.replies.pause.model_rate_limited}</span>
      {words.between}
      <span className="countdown" role="timer">
        {words.replies.askingAgain(words.replies.duration(left))}
      </span>
    </p>
  );
}
