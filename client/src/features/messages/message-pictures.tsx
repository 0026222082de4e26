import type { PictureView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { useLanguage } from '../../i18n/language.js';

/** What was shown with a message; each opens as it came. */
export function MessagePictures({ sessionId, pictures }: { sessionId: string; pictures: PictureView[] }) {
  const { words } = useLanguage();
  return (
    <div className="message-pictures" data-testid="message-pictures">
      {pictures.map(({ id, name, width, height }) => (
        <a
          key={id}
          href={api.pictureUrl(sessionId, id, 'original')}
          target="_blank"
          rel="noopener noreferrer"
          title={words.chat.pictures.open(name)}
        >
          <img
            src={api.pictureUrl(sessionId, id)}
            alt={name}
            // Known before it comes, so that nothing moves when it does.
            width={width}
            height={height}
            loading="lazy"
            decoding="async"
          />
        </a>
      ))}
    </div>
  );
}
