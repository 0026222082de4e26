import { useState } from 'react';
import { useLanguage } from '../../i18n/language.js';

const LONGEST_NAME = 200;

/** Names somebody who is not listed, whether the text holds the name or not. */
export function AddName({ onName }: { onName: (name: string) => void }) {
  const { words } = useLanguage();
  const w = words.ingest;
  const [typed, setTyped] = useState('');
  const name = typed.replace(/\s+/g, ' ').trim();

  function add() {
    if (!name) return;
    onName(name);
    setTyped('');
  }

  return (
    <div className="name-anybody">
      <label>
        {w.anybody}
        <input
          value={typed}
          maxLength={LONGEST_NAME}
          placeholder={w.anybodyName}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            // Enter while a Chinese name is being composed chooses its characters
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            add();
          }}
          data-testid="name-anybody"
        />
      </label>
      <button type="button" className="quiet" disabled={!name} onClick={add} data-testid="name-anybody-add">
        {w.anybodyAdd}
      </button>
      <p className="hint">{w.anybodyHint}</p>
    </div>
  );
}
