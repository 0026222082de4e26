import { useLanguage } from '../i18n/language.js';
import type { Failure } from '../api/failure.js';
import { ProblemNote } from './problem-note.js';

interface FormFootProps {
  failure: Failure | null;
  /** What the button that sends the form says. */
  label: string;
  disabled: boolean;
  onCancel: () => void;
  testId: string;
}

/** What a form ends with: what went wrong, and the two ways out of it. */
export function FormFoot({ failure, label, disabled, onCancel, testId }: FormFootProps) {
  const { words } = useLanguage();
  return (
    <>
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        <button type="button" className="quiet" onClick={onCancel}>
          {words.cancel}
        </button>
        <button type="submit" className="primary" disabled={disabled} data-testid={testId}>
          {label}
        </button>
      </div>
    </>
  );
}
