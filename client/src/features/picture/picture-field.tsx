import { useEffect, useState } from 'react';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { PictureDialog } from './picture-dialog.js';
import { useFileDrop } from './use-file-drop.js';
import './picture.css';

interface PictureFieldProps {
  picture: File | null;
  onChange: (picture: File | null) => void;
}

/** The picture of somebody who is not made yet. */
export function PictureField({ picture, onChange }: PictureFieldProps) {
  const { words } = useLanguage();
  const w = words.picture;
  const [open, setOpen] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const drop = useFileDrop((file) => {
    setDropped(file);
    setOpen(true);
  });

  useEffect(() => {
    if (!picture) return;
    const url = URL.createObjectURL(picture);
    setShown(url);
    return () => {
      setShown(null);
      URL.revokeObjectURL(url);
    };
  }, [picture]);

  return (
    <>
      <button
        type="button"
        className={drop.over ? 'picture-field over' : 'picture-field'}
        onClick={() => setOpen(true)}
        {...drop.handlers}
        data-testid="describe-picture"
      >
        {shown ? (
          <img src={shown} alt={w.change} />
        ) : (
          <>
            <Icon name="picture" />
            {w.add}
          </>
        )}
      </button>
      {open && (
        <PictureDialog
          first={dropped}
          onUse={onChange}
          onRemove={picture ? () => onChange(null) : undefined}
          onClose={() => {
            setOpen(false);
            setDropped(null);
          }}
        />
      )}
    </>
  );
}
