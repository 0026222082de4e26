import { useLanguage } from '../../i18n/language.js';
import { useModal } from '../../components/use-modal.js';
import './shortcuts.css';

/** Names on keys are the same in both languages. */
const KEYS = {
  send: ['Enter'],
  line: ['Shift', 'Enter'],
  turn: ['←', '→'],
  editLast: ['↑'],
  save: ['Ctrl', 'Enter'],
  stop: ['Esc'],
  undo: ['Ctrl', 'Z'],
  first: ['Home'],
  newest: ['End'],
  keys: ['?'],
} as const;

/** What keys do in a conversation. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { words } = useLanguage();
  const w = words.chat.keys;
  const dialog = useModal();
  return (
    <dialog
      ref={dialog}
      className="ask shortcuts"
      aria-labelledby="shortcuts-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
      data-testid="shortcuts"
    >
      <h2 id="shortcuts-title">{w.title}</h2>
      <dl>
        {Object.entries(KEYS).map(([name, keys]) => (
          <div key={name}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{w.does[name as keyof typeof KEYS]}</dd>
          </div>
        ))}
      </dl>
      <div className="row end">
        <button type="button" className="quiet" onClick={onClose} autoFocus>
          {words.close}
        </button>
      </div>
    </dialog>
  );
}
