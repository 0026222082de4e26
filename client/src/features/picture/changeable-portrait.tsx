import { useState } from 'react';
import type { CharacterSummary } from '../../../../src/contracts/character.js';
import { Icon } from '../../components/icons.js';
import { Portrait } from '../../components/portrait.js';
import { useLanguage } from '../../i18n/language.js';
import { ChangePicture } from './change-picture.js';
import { useFileDrop } from './use-file-drop.js';
import './picture.css';

/** A cover that another picture can be dropped on; a click asks for one, or takes it away. */
export function ChangeablePortrait({ character }: { character: CharacterSummary }) {
  const { words } = useLanguage();
  const [open, setOpen] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  const drop = useFileDrop((file) => {
    setDropped(file);
    setOpen(true);
  });
  return (
    <>
      <button
        type="button"
        className={drop.over ? 'changeable-portrait over' : 'changeable-portrait'}
        onClick={() => setOpen(true)}
        title={words.picture.change}
        {...drop.handlers}
        data-testid="change-picture"
      >
        <span className="unseen">{words.picture.changeOf(character.name)}</span>
        <Portrait whom={character} as="cover" />
        <span className="changeable-mark">
          <Icon name="picture" />
        </span>
      </button>
      {open && (
        <ChangePicture
          character={character}
          first={dropped}
          onClose={() => {
            setOpen(false);
            setDropped(null);
          }}
        />
      )}
    </>
  );
}
