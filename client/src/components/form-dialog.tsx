import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { asFailure, type Failure } from '../api/failure.js';
import { useLanguage } from '../i18n/language.js';
import { FormFoot } from './form-foot.js';
import { useModal } from './use-modal.js';

interface FormDialogProps {
  title: string;
  /** Whoever opened it closes it once this is done; where it fails, it stays and says why. */
  onSave: () => Promise<void>;
  onClose: () => void;
  testId: string;
  saveTestId: string;
  children: ReactNode;
}

/** A form in front of the page. */
export function FormDialog({ title, onSave, onClose, testId, saveTestId, children }: FormDialogProps) {
  const { words } = useLanguage();
  const id = useId();
  const dialog = useModal();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await onSave();
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <dialog
      ref={dialog}
      className="ask"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      data-testid={testId}
    >
      <form className="fields" onSubmit={(event) => void submit(event)}>
        <h2 id={id}>{title}</h2>
        {children}
        <FormFoot
          failure={failure}
          label={words.save}
          disabled={busy}
          onCancel={onClose}
          testId={saveTestId}
        />
      </form>
    </dialog>
  );
}
