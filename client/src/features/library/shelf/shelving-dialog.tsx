import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { CharacterChange, CharacterSummary } from '../../../../../src/contracts/character.js';
import { queries } from '../../../api/queries.js';
import { Field } from '../../../components/field.js';
import { FormDialog } from '../../../components/form-dialog.js';
import { useLanguage } from '../../../i18n/language.js';
import { tagsIn } from './tags.js';

/** As the server takes them. */
export const LONGEST_FOLDER = 100;

interface ShelvingDialogProps {
  character: CharacterSummary;
  onSave: (change: CharacterChange) => Promise<void>;
  onClose: () => void;
}

/** Where a character stands: in which folder, under which tags. A folder is there as long as somebody is in it. */
export function ShelvingDialog({ character, onSave, onClose }: ShelvingDialogProps) {
  const { words } = useLanguage();
  const w = words.library;
  const id = useId();
  const folders = useQuery(queries.folders()).data?.items ?? [];
  const [folder, setFolder] = useState(character.folder ?? '');
  const [tags, setTags] = useState(character.tags.join(words.comma));

  async function save() {
    const wanted = tagsIn(tags);
    // Other tags make another version of the sheet, so the same are not sent.
    const hasOthers = wanted.join('\n') !== character.tags.join('\n');
    await onSave({ folder: folder.trim() || null, ...(hasOthers && { tags: wanted }) });
    onClose();
  }

  return (
    <FormDialog
      title={character.name}
      onSave={save}
      onClose={onClose}
      testId="shelving"
      saveTestId="shelving-save"
    >
      <Field label={w.folder} hint={w.folderHint}>
        {(input) => (
          <>
            <input
              {...input}
              list={`${id}-folders`}
              autoComplete="off"
              maxLength={LONGEST_FOLDER}
              value={folder}
              onChange={(event) => setFolder(event.target.value)}
              data-testid="shelving-folder"
            />
            <datalist id={`${id}-folders`}>
              {folders.map((one) => (
                <option key={one.folder} value={one.folder} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={w.tags} hint={words.newCharacter.describe.hints.tags}>
        {(input) => (
          <input
            {...input}
            autoComplete="off"
            value={tags}
            onChange={(event) => setTags(event.target.value)}
            data-testid="shelving-tags"
          />
        )}
      </Field>
    </FormDialog>
  );
}
