import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useTalk } from './use-talk.js';

/** Goes on with the newest conversation with a character, or begins one. */
export function TalkButton({
  character,
  primary = false,
}: {
  character: { id: string; name: string };
  primary?: boolean;
}) {
  const { words } = useLanguage();
  const { busy, failure, talk } = useTalk(character.id);
  return (
    <>
      <button
        type="button"
        className={primary ? 'primary wide' : 'quiet'}
        onClick={talk}
        disabled={busy}
        aria-label={words.library.talkTo(character.name)}
        data-testid="talk"
      >
        {words.library.talk}
      </button>
      {failure && <ProblemNote failure={failure} />}
    </>
  );
}
