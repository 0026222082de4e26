import { useState } from 'react';
import { copyText } from '../browser/copy-text.js';
import { useLanguage } from '../i18n/language.js';
import { Icon } from './icons.js';

/** Puts a text on the clipboard, and says that it did. */
export function CopyTextButton({ text }: { text: string }) {
  const { words } = useLanguage();
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      className="quiet"
      onClick={() =>
        void copyText(text).then(
          () => setDone(true),
          () => undefined,
        )
      }
    >
      <Icon name={done ? 'check' : 'copy'} />
      {done ? words.chat.copied : words.chat.copy}
    </button>
  );
}

/** A text of one line that is there to be copied. */
export function CopyField({ text, label, testId }: { text: string; label: string; testId: string }) {
  return (
    <div className="row">
      <input
        readOnly
        value={text}
        aria-label={label}
        onFocus={(event) => event.target.select()}
        data-testid={testId}
      />
      <CopyTextButton text={text} />
    </div>
  );
}
