import { useEffect, useState } from 'react';
import { asFailure, type Failure } from '../api/failure.js';
import { useLanguage } from '../i18n/language.js';
import { ProblemNote } from '../components/problem-note.js';
import { takesPictures, wasTaken } from '../browser/dropped-files.js';
import { go } from '../browser/route.js';

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}

/** Files let go anywhere on the page are taken in: by what takes them there, cards as characters, all else to be read. */
export function PageDrop() {
  const { words } = useLanguage();
  const [over, setOver] = useState<'import' | 'attach' | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  useEffect(() => {
    // Enter and leave come for every element on the way; only their balance tells.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth++;
      const items = [...(event.dataTransfer?.items ?? [])];
      const pictures = items.length > 0 && items.every(({ type }) => type.startsWith('image/'));
      setOver(pictures && takesPictures() ? 'attach' : 'import');
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(null);
    };
    const hold = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(null);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!files.length || wasTaken(files)) return;
      setBusy(true);
      setFailure(null);
      import('../features/import/imports-store.js')
        .then(({ importFiles }) => importFiles(files))
        .then(go, (error: unknown) => setFailure(asFailure(error)))
        .finally(() => setBusy(false));
    };
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', hold);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', hold);
      removeEventListener('drop', drop);
    };
  }, []);

  return (
    <>
      {(over || busy) && (
        <div className="page-drop" role="status">
          <p>
            {busy
              ? words.newCharacter.sending
              : over === 'attach'
                ? words.chat.pictures.drop
                : words.newCharacter.dropAnywhere}
          </p>
        </div>
      )}
      {failure && (
        <div className="page-drop-problem">
          <ProblemNote failure={failure} />
          <button type="button" className="quiet" onClick={() => setFailure(null)}>
            {words.close}
          </button>
        </div>
      )}
    </>
  );
}
