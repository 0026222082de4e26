import { useLanguage } from '../../../i18n/language.js';

interface AttemptsRowProps {
  count: number;
  isShown: boolean;
  onToggle: () => void;
}

/** Says how many attempts failed, where the others are folded away. */
export function AttemptsRow({ count, isShown, onToggle }: AttemptsRowProps) {
  const { words } = useLanguage();
  return (
    <p className="message-state attempts">
      {words.prose.failedAttempts(count)}
      <button
        type="button"
        className="plain"
        aria-expanded={isShown}
        onClick={onToggle}
        data-testid="failed-attempts"
      >
        {isShown ? words.prose.hide : words.prose.show}
      </button>
    </p>
  );
}
