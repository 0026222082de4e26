import { useEffect, useState } from 'react';
import { MOST_PICTURES } from '../../../../../src/contracts/message.js';
import { api } from '../../../api/api.js';
import { asFailure } from '../../../api/failure.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import type { Attached, Pictures } from './use-pictures.js';
import './attached-pictures.css';

/** Pictures that go with the next message, as they will be seen; each is taken in as soon as it is chosen. */
export function AttachedPictures({ sessionId, pictures }: { sessionId: string; pictures: Pictures }) {
  const { words, sentence } = useLanguage();
  const { attached, tooMany, change, remove, ready } = pictures;
  const failed = attached.flatMap(({ failure }) => failure ?? []);
  const w = words.chat.pictures;

  function takeAway({ key, view }: Attached) {
    remove(key);
    // One that stays goes by itself within a day.
    if (view) api.removePicture(sessionId, view.id).catch(() => undefined);
  }

  return (
    <div className="attached-pictures" data-testid="attached-pictures">
      <ul>
        {attached.map((one) => (
          <li key={one.key} data-state={one.failure ? 'failed' : one.view ? 'ready' : 'waiting'}>
            <Thumbnail one={one} sessionId={sessionId} change={change} />
            <button
              type="button"
              className="attached-remove"
              onClick={() => takeAway(one)}
              aria-label={w.remove(one.file?.name ?? one.view?.name ?? '')}
              title={w.remove(one.file?.name ?? one.view?.name ?? '')}
              data-testid="remove-picture"
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <p role="status">
        {failed[0]
          ? sentence(failed[0])
          : tooMany
            ? w.most(MOST_PICTURES)
            : ready.some(({ seen }) => !seen)
              ? w.unseen
              : ready.length < attached.length && w.waiting}
      </p>
    </div>
  );
}

function Thumbnail({
  one: { key, file, view, failure },
  sessionId,
  change,
}: {
  one: Attached;
  sessionId: string;
  change: Pictures['change'];
}) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!file) return;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);

  useEffect(() => {
    if (!file) return;
    let isGone = false;
    api.attachPicture(sessionId, file).then(
      (added) => {
        if (isGone) api.removePicture(sessionId, added.id).catch(() => undefined);
        else change(key, { view: added });
      },
      (error: unknown) => !isGone && change(key, { failure: asFailure(error) }),
    );
    return () => {
      isGone = true;
    };
  }, [file, key, sessionId, change]);

  if (failure)
    return (
      <span className="attached-failed" title={file?.name}>
        <Icon name="warn" />
      </span>
    );
  const src = view ? api.pictureUrl(sessionId, view.id) : url;
  return src ? <img src={src} alt={file?.name ?? view?.name ?? ''} /> : null;
}
