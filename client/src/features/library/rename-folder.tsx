import { useId, useState, type FormEvent } from 'react';
import { api } from '../../api/api.js';
import { charactersChanged } from '../../api/changes.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useModal } from '../../components/use-modal.js';
import { useLanguage } from '../../i18n/language.js';
import { LONGEST_FOLDER } from './shelf/shelving-dialog.js';

/** Another name for a folder. @param onDone is told the name that its characters have now; null: none */
export function RenameFolder({
  folder,
  onDone,
  onClose,
}: {
  folder: string;
  onDone: (name: string | null) => void;
  onClose: () => void;
}) {
  const { words } = useLanguage();
  const w = words.library;
  const id = useId();
  const dialog = useModal();
  const [name, setName] = useState(folder);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await api.renameFolder(folder, name);
      charactersChanged();
      onDone(name.trim() || null);
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
      data-testid="rename-folder-dialog"
    >
      <form className="fields" onSubmit={(event) => void submit(event)}>
        <h2 id={id}>{w.renameFolder}</h2>
        <Field label={w.folder} hint={w.renameHint}>
          {(input) => (
            <input
              {...input}
              autoComplete="off"
              maxLength={LONGEST_FOLDER}
              value={name}
              onChange={(event) => setName(event.target.value)}
              data-testid="folder-name"
            />
          )}
        </Field>
        {failure && <ProblemNote failure={failure} />}
        <div className="row end">
          <button type="button" className="quiet" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" className="primary" disabled={busy} data-testid="folder-save">
            {words.save}
          </button>
        </div>
      </form>
    </dialog>
  );
}
