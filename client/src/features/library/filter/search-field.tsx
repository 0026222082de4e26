import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';

/** Milliseconds without a key after which it is searched. */
const PAUSE = 200;
/** As the server takes it. */
const LONGEST = 200;

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
}

/** Searches as one types; `/` leads to it from anywhere on the page. */
export function SearchField({ value, onChange }: SearchFieldProps) {
  const { words } = useLanguage();
  const w = words.library;
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(value);
  // Letters on their way to a Chinese word are not what is looked for.
  const [composing, setComposing] = useState(false);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }

  useEffect(() => {
    if (composing || typed === value) return;
    const timer = setTimeout(() => onChange(typed), PAUSE);
    return () => clearTimeout(timer);
  }, [composing, typed, value, onChange]);

  useEffect(() => {
    const find = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (target instanceof HTMLElement && target.closest('input, textarea, select, dialog')) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    addEventListener('keydown', find);
    return () => removeEventListener('keydown', find);
  }, []);

  return (
    <div className="search-field">
      <Icon name="find" />
      <input
        ref={input}
        type="search"
        aria-label={w.find}
        aria-keyshortcuts="/"
        placeholder={w.findHint}
        autoComplete="off"
        spellCheck={false}
        maxLength={LONGEST}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        data-testid="library-search"
      />
      {!typed && <kbd aria-hidden="true">/</kbd>}
    </div>
  );
}
