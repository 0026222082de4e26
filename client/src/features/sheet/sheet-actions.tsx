import { useState, type FormEvent } from 'react';
import type { CharacterView } from '../../../../src/contracts/character.js';
import { api } from '../../api/api.js';
import { characterDeleted } from '../../api/changes.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { DownloadLink } from '../../components/download-link.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { go, to } from '../../browser/route.js';

interface SheetActionsProps {
  character: CharacterView;
  onEdit: () => void;
  onRename: (name: string) => Promise<void>;
}

/** Everything that can be done with a character beside talking. */
export function SheetActions({ character, onEdit, onRename }: SheetActionsProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const attempt = async (what: () => Promise<string>) => {
    setFailure(null);
    try {
      go(await what());
    } catch (error) {
      setFailure(asFailure(error));
    }
  };

  function hideMenu() {
    document.getElementById('sheet-menu')?.hidePopover();
  }

  return (
    <>
      <button type="button" className="quiet" onClick={onEdit} data-testid="sheet-edit">
        {w.edit}
      </button>
      <div className="menu-place">
        <button
          type="button"
          className="round"
          popoverTarget="sheet-menu"
          aria-label={w.more}
          data-testid="sheet-more"
        >
          <Icon name="more" />
        </button>
        <div id="sheet-menu" popover="auto" className="menu actions">
          <button
            type="button"
            className="plain"
            onClick={() => void attempt(async () => to.session((await api.startSession(character.id)).id))}
            data-testid="new-session"
          >
            <Icon name="letter" />
            {w.newConversation}
          </button>
          <DownloadLink href={api.cardUrl(character.id, 'png')} label={w.exportPng} testId="export-png" />
          <DownloadLink href={api.cardUrl(character.id, 'json')} label={w.exportJson} testId="export-json" />
          <DownloadLink
            href={api.cardUrl(character.id, 'charx')}
            label={w.exportCharx}
            testId="export-charx"
          />
          <a className="button plain" href={to.prompts(character.id)} data-testid="sheet-prompts">
            <Icon name="goOn" />
            {words.prompts.open}
          </a>
          <button
            type="button"
            className="plain"
            onClick={() => {
              hideMenu();
              setRenaming(true);
            }}
            data-testid="rename"
          >
            <Icon name="pen" />
            {w.rename}
          </button>
          <button
            type="button"
            className="plain danger"
            onClick={() => {
              hideMenu();
              setDeleting(true);
            }}
            data-testid="character-delete"
          >
            <Icon name="bin" />
            {words.delete}
          </button>
        </div>
      </div>
      {renaming && (
        <RenameForm
          name={character.name}
          onSave={async (name) => {
            await onRename(name);
            setRenaming(false);
          }}
          onCancel={() => setRenaming(false)}
        />
      )}
      {failure && <ProblemNote failure={failure} />}
      {deleting && (
        <ConfirmDialog
          title={w.deleteTitle(character.name)}
          text={w.deleteText}
          yes={words.delete}
          onYes={() => {
            setDeleting(false);
            void attempt(async () => {
              await api.deleteCharacter(character.id);
              characterDeleted();
              return to.library;
            });
          }}
          onNo={() => setDeleting(false)}
        />
      )}
    </>
  );
}

interface RenameFormProps {
  name: string;
  onSave: (name: string) => Promise<void>;
  onCancel: () => void;
}

function RenameForm({ name, onSave, onCancel }: RenameFormProps) {
  const { words } = useLanguage();
  const [value, setValue] = useState(name);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (value.trim()) void onSave(value.trim());
  }
  return (
    <form className="row rename" onSubmit={submit}>
      <input
        aria-label={words.sheet.name}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        autoFocus
        data-testid="rename-input"
      />
      <button type="submit" className="primary" data-testid="rename-save">
        {words.save}
      </button>
      <button type="button" className="plain" onClick={onCancel}>
        {words.cancel}
      </button>
    </form>
  );
}
