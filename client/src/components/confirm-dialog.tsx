import { useLanguage } from '../i18n/language.js';
import { useModal } from './use-modal.js';

interface ConfirmDialogProps {
  title: string;
  text?: string;
  yes: string;
  /** "Cancel" where it is left out. */
  no?: string;
  onYes: () => void;
  onNo: () => void;
}

/** Asks before what cannot be undone. */
export function ConfirmDialog({ title, text, yes, no, onYes, onNo }: ConfirmDialogProps) {
  const { words } = useLanguage();
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className="ask"
      role="alertdialog"
      aria-labelledby="ask-title"
      data-testid="ask-first"
      onCancel={(event) => {
        event.preventDefault();
        onNo();
      }}
    >
      <h2 id="ask-title">{title}</h2>
      {text && <p>{text}</p>}
      <div className="row end">
        <button type="button" className="quiet" onClick={onNo} autoFocus data-testid="ask-no">
          {no ?? words.cancel}
        </button>
        <button type="button" className="primary" onClick={onYes} data-testid="ask-yes">
          {yes}
        </button>
      </div>
    </dialog>
  );
}
