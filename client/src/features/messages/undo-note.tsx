import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import type { Undoable } from './use-undo.js';

/** What was just done, and the way back. */
export function UndoNote({ done, onUndo }: { done: Undoable | null; onUndo: () => void }) {
  const { words } = useLanguage();
  return (
    <div role="status">
      {done && (
        <p className="undo-note" key={done.n} data-testid="undo-note">
          {done.what}
          <button type="button" className="plain" onClick={onUndo} data-testid="undo">
            <Icon name="undo" />
            {words.chat.undo}
          </button>
        </p>
      )}
    </div>
  );
}
