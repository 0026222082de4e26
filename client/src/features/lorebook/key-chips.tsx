import { useState, type ClipboardEvent, type KeyboardEvent } from 'react';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { keysIn, withKeys } from './keys.js';

interface KeyChipsProps {
  label: string;
  keys: string[];
  onChange: (keys: string[]) => void;
  testid: string;
}

/** Keys to be added one after the other, with Enter or a comma, and taken away. */
export function KeyChips({ label, keys, onChange, testid }: KeyChipsProps) {
  const { words } = useLanguage();
  const w = words.lorebook;
  const [text, setText] = useState('');

  function take(typed: string) {
    const more = keysIn(typed);
    if (more.length) onChange(withKeys(keys, more));
    setText('');
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends the input of a Chinese word.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const parts = event.key === 'Enter' || (/^[,，、]$/.test(event.key) && !text.trimStart().startsWith('/'));
    if (parts) {
      event.preventDefault();
      take(text);
    } else if (event.key === 'Backspace' && text === '' && keys.length) {
      event.preventDefault();
      onChange(keys.slice(0, -1));
    }
  }

  function onPaste(event: ClipboardEvent) {
    const pasted = event.clipboardData.getData('text');
    if (text || keysIn(pasted).length < 2) return;
    event.preventDefault();
    take(pasted);
  }

  return (
    <div className="key-chips" data-testid={testid}>
      {keys.map((key, i) => (
        <span key={key} className={key.startsWith('/') ? 'chip pattern' : 'chip'} lang={scriptOf(key)}>
          <span>{key}</span>
          <button
            type="button"
            aria-label={w.removeKey(key)}
            title={w.removeKey(key)}
            onClick={() => onChange(keys.toSpliced(i, 1))}
          >
            <Icon name="close" />
          </button>
        </span>
      ))}
      <input
        aria-label={label}
        placeholder={keys.length ? w.anotherKey : label}
        value={text}
        lang={scriptOf(text)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
        onBlur={() => take(text)}
      />
    </div>
  );
}
