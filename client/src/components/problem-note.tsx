import type { Failure } from '../api/failure.js';
import { Icon } from './icons.js';
import { useLanguage } from '../i18n/language.js';

/** What went wrong, in a sentence; the server's own, where it says more, is a click away. */
export function ProblemNote({ failure, retry }: { failure: Failure; retry?: () => unknown }) {
  const { words, sentence } = useLanguage();
  const shown = sentence(failure);
  return (
    <div className="note problem" role="alert" data-testid="problem" data-code={failure.code}>
      <Icon name="warn" />
      <div>
        <p>{shown}</p>
        {failure.message && failure.message !== shown && (
          <details>
            <summary>{words.details}</summary>
            <p className="server-message">{failure.message}</p>
          </details>
        )}
      </div>
      {retry && (
        <button type="button" className="quiet" onClick={() => void retry()}>
          {words.retry}
        </button>
      )}
    </div>
  );
}
