import { useState } from 'react';
import { api } from '../../api/api.js';
import { charactersChanged } from '../../api/changes.js';
import { Field } from '../../components/field.js';
import { FormDialog } from '../../components/form-dialog.js';
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
  const w = useLanguage().words.library;
  const [name, setName] = useState(folder);

  async function save() {
    await api.renameFolder(folder, name);
    charactersChanged();
    onDone(name.trim() || null);
  }

  return (
    <FormDialog
      title={w.renameFolder}
      onSave={save}
      onClose={onClose}
      testId="rename-folder-dialog"
      saveTestId="folder-save"
    >
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
    </FormDialog>
  );
}
