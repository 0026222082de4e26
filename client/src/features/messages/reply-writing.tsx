import { useLanguage } from '../../i18n/language.js';
import { useTurnProgress } from './turn-progress.js';

/** That a reply is being written, before the first word of it; not while its server asks for a pause. */
export function ReplyWriting({ name }: { name: string }) {
  const { words } = useLanguage();
  const waits = useTurnProgress()?.waiting != null;
  return (
    <p className="writing">
      {!waits && words.chat.writing(name)}
      <span className="dots" aria-hidden="true" />
    </p>
  );
}
