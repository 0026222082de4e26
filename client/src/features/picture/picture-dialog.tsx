import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { asFailure, type Failure } from '../../api/failure.js';
import { FileInput } from '../../components/file-input.js';
import { Icon } from '../../components/icons.js';
import { lazily } from '../../components/loading/lazily.js';
import { LoadBoundary } from '../../components/loading/load-boundary.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { ACCEPTED, readPicture } from './readable-picture.js';
import { useFileDrop } from './use-file-drop.js';
import { useModal } from '../../components/use-modal.js';
import './picture.css';

const Cropping = lazily(async () => (await import('./cropping.js')).Cropping);

interface PictureDialogProps {
  /** What was dropped to open it. */
  first?: File | null;
  /** @throws Failure */
  onUse: (picture: File) => Promise<void> | void;
  /** Where there is a picture. @throws Failure */
  onRemove?: (() => Promise<void> | void) | undefined;
  onClose: () => void;
}

/** A picture is chosen or dropped, and cut to the shape of a cover. */
export function PictureDialog({ first = null, onUse, onRemove, onClose }: PictureDialogProps) {
  const { words } = useLanguage();
  const w = words.picture;
  const id = useId();
  const dialog = useModal();
  const input = useRef<HTMLInputElement>(null);
  const [image, setImage] = useState<HTMLImageElement | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    if (!image) return;
    return () => URL.revokeObjectURL(image.src);
  }, [image]);

  const open = useCallback((file: File) => {
    setFailure(null);
    readPicture(file).then(setImage, (error: unknown) => setFailure(asFailure(error)));
  }, []);
  useEffect(() => {
    if (first) open(first);
  }, [first, open]);
  const drop = useFileDrop(open);

  async function end(what: () => Promise<void> | void) {
    setBusy(true);
    setFailure(null);
    try {
      await what();
      onClose();
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  const pick = (
    <button
      type="button"
      className="quiet"
      disabled={busy}
      onClick={() => input.current?.click()}
      data-testid="picture-pick"
    >
      {image ? w.another : w.pick}
    </button>
  );
  return (
    <dialog
      ref={dialog}
      className="ask picture-dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      {...drop.handlers}
      data-testid="picture-dialog"
    >
      <header>
        <h2 id={id}>{w.title}</h2>
        <button type="button" className="round" onClick={onClose} aria-label={words.close}>
          <Icon name="close" />
        </button>
      </header>
      <FileInput
        ref={input}
        accept={ACCEPTED}
        label={w.pick}
        testId="picture-input"
        onFiles={([file]) => open(file)}
      />
      {failure && <ProblemNote failure={failure} />}
      {image ? (
        <LoadBoundary>
          <Cropping
            key={image.src}
            image={image}
            busy={busy}
            another={pick}
            onUse={(crop) => void end(async () => onUse(await crop()))}
          />
        </LoadBoundary>
      ) : (
        <>
          <div className={drop.over ? 'picture-drop over' : 'picture-drop'}>
            <span>{w.drop}</span>
            {pick}
            <p className="hint">{w.kinds}</p>
          </div>
          {onRemove && (
            <button
              type="button"
              className="plain danger"
              disabled={busy}
              onClick={() => void end(onRemove)}
              data-testid="picture-remove"
            >
              <Icon name="bin" />
              {w.remove}
            </button>
          )}
        </>
      )}
    </dialog>
  );
}
