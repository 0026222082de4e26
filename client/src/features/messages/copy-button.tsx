import { useState } from 'react';
import { copyText } from '../../browser/copy-text.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';

export function CopyButton({ text }: { text: string }) {
  const { words } = useLanguage();
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      className="small faint"
      aria-label={done ? words.chat.copied : words.chat.copy}
      title={words.chat.copy}
      onClick={() =>
        void copyText(text).then(
          () => {
            setDone(true);
            setTimeout(() => setDone(false), 1500);
          },
          () => undefined,
        )
      }
      data-testid="copy"
    >
      <Icon name={done ? 'check' : 'copy'} />
    </button>
  );
}
