import type { IngestView } from '../../../../src/contracts/ingest.js';
import { useLanguage } from '../../i18n/language.js';

/** What was asked for and could not be read, while the rest could. */
export function UnreadLinks({ unread }: { unread: IngestView['unread'] }) {
  const { words, sentence } = useLanguage();
  const w = words.ingest;
  if (unread.length === 0) return null;
  return (
    <section className="note" data-testid="unread">
      <div>
        <h2>{w.unread(unread.length)}</h2>
        <ul className="unread">
          {unread.map(({ url, code, message }) => (
            <li key={url} data-code={code}>
              <span className="address">{readable(url)}</span>
              <small>{w.hints[code] ?? sentence({ code, message })}</small>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function readable(url: string): string {
  try {
    return decodeURI(url).replace(/^https?:\/\//, '');
  } catch {
    return url;
  }
}
