import { useId, useState } from 'react';
import type { CharacterChange, CharacterSummary } from '../../../../../src/contracts/character.js';
import { api } from '../../../api/api.js';
import {
  characterChanged,
  characterDeleted,
  charactersChanged,
  sessionsChanged,
} from '../../../api/changes.js';
import { asFailure, type Failure } from '../../../api/failure.js';
import { to } from '../../../browser/route.js';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { DownloadLink } from '../../../components/download-link.js';
import { Icon, type IconName } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';
import { ChangePicture } from '../../picture/change-picture.js';
import { ShelvingDialog } from './shelving-dialog.js';

interface CharacterMenuProps {
  character: CharacterSummary;
  /** Begins another conversation. */
  onBegin: () => void;
}

/** Everything that a cover offers beside talking. What is in the menu is made when it opens. */
export function CharacterMenu({ character, onBegin }: CharacterMenuProps) {
  const { words } = useLanguage();
  const w = words.library;
  const id = useId();
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState<'shelving' | 'picture' | 'deletion' | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function attempt(what: () => Promise<void>) {
    setFailure(null);
    await what().catch((error: unknown) => setFailure(asFailure(error)));
  }

  const change = async (part: CharacterChange) =>
    characterChanged(await api.changeCharacter(character.id, part));

  const item = (icon: IconName, label: string, testId: string, run: () => void) => (
    <button
      type="button"
      className="plain"
      onClick={() => {
        document.getElementById(id)?.hidePopover();
        run();
      }}
      data-testid={testId}
    >
      <Icon name={icon} />
      {label}
    </button>
  );

  return (
    <>
      <button
        type="button"
        className="round"
        popoverTarget={id}
        aria-expanded={open}
        aria-label={w.menuOf(character.name)}
        data-testid="character-more"
      >
        <Icon name="more" />
      </button>
      <div
        id={id}
        popover="auto"
        className="menu actions"
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {open && (
          <>
            <a className="button plain" href={to.character(character.id)} data-testid="card-sheet">
              <Icon name="book" />
              {w.sheet}
            </a>
            {item('letter', words.sheet.newConversation, 'card-new-session', onBegin)}
            {item(
              character.favourite ? 'starred' : 'star',
              character.favourite ? w.unfavour : w.favour,
              'card-favourite',
              () => void attempt(() => change({ favourite: !character.favourite })),
            )}
            {item('folder', w.shelve, 'card-shelve', () => setAsked('shelving'))}
            {item('picture', words.picture.change, 'card-picture', () => setAsked('picture'))}
            <DownloadLink
              href={api.cardUrl(character.id, 'png')}
              label={words.sheet.exportPng}
              testId="card-export"
            />
            {item('bin', words.delete, 'card-delete', () => setAsked('deletion'))}
          </>
        )}
      </div>
      {failure && <ProblemNote failure={failure} />}
      {asked === 'shelving' && (
        <ShelvingDialog character={character} onSave={change} onClose={() => setAsked(null)} />
      )}
      {asked === 'picture' && <ChangePicture character={character} onClose={() => setAsked(null)} />}
      {asked === 'deletion' && (
        <ConfirmDialog
          title={words.sheet.deleteTitle(character.name)}
          text={words.sheet.deleteText}
          yes={words.delete}
          onYes={() => {
            setAsked(null);
            void attempt(async () => {
              await api.deleteCharacter(character.id);
              characterDeleted();
              charactersChanged();
              sessionsChanged();
            });
          }}
          onNo={() => setAsked(null)}
        />
      )}
    </>
  );
}
