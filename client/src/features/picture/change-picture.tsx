import { api } from '../../api/api.js';
import { pictureChanged } from '../../api/changes.js';
import { PictureDialog } from './picture-dialog.js';

interface ChangePictureProps {
  character: { id: string; hasAvatar: boolean };
  first?: File | null;
  onClose: () => void;
}

/** Gives a character another picture, or none. */
export function ChangePicture({ character: { id, hasAvatar }, first, onClose }: ChangePictureProps) {
  return (
    <PictureDialog
      first={first ?? null}
      onUse={async (picture) => {
        await api.setAvatar(id, picture);
        pictureChanged(id);
      }}
      onRemove={
        hasAvatar
          ? async () => {
              await api.removeAvatar(id);
              pictureChanged(id);
            }
          : undefined
      }
      onClose={onClose}
    />
  );
}
