import { useState } from 'react';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { useLanguage } from '../../../i18n/language.js';

/**
 * A link that somebody wrote. It opens a page of its own that is not told where it was opened from; where its words
 * are not its address, a click first shows where it leads.
 */
export function OutsideLink({ label, url }: { label: string; url: string }) {
  const { words } = useLanguage();
  const [asking, setAsking] = useState(false);
  if (isAddress(label, url)) {
    return (
      <a href={url} target="_blank" rel="noopener noreferrer">
        {label}
      </a>
    );
  }
  return (
    <>
      <button type="button" className="prose-link" role="link" onClick={() => setAsking(true)}>
        {label}
      </button>
      {asking && (
        <ConfirmDialog
          title={words.prose.openLink}
          text={new URL(url).href}
          yes={words.prose.open}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            window.open(url, '_blank', 'noopener,noreferrer');
          }}
        />
      )}
    </>
  );
}

const isAddress = (label: string, url: string) =>
  label === url || label === url.replace(/^mailto:|^https?:\/\//, '').replace(/\/$/, '');
