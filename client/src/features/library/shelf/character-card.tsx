import type { CharacterSummary } from '../../../../../src/contracts/character.js';
import { to } from '../../../browser/route.js';
import { Icon } from '../../../components/icons.js';
import { Portrait } from '../../../components/portrait.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { CharacterMenu } from './character-menu.js';
import { useTalk } from '../use-talk.js';
import './character-card.css';

/** A book on the shelf: its cover leads to the conversation, its title to the sheet. */
export function CharacterCard({ character }: { character: CharacterSummary }) {
  const { words } = useLanguage();
  const { busy, failure, talk, beginAnother } = useTalk(character.id);
  return (
    <article className="character-card" data-testid="character-card" data-id={character.id}>
      <div className="character-cover">
        <button type="button" className="cover-button" onClick={talk} disabled={busy} data-testid="talk">
          <span className="unseen">{words.library.talkTo(character.name)}</span>
          <Portrait whom={character} as="cover" />
        </button>
        {character.favourite && (
          <span className="cover-mark" role="img" aria-label={words.library.favourite}>
            <Icon name="starred" />
          </span>
        )}
        <CharacterMenu character={character} onBegin={beginAnother} />
      </div>
      <h3 lang={scriptOf(character.name)}>
        <a href={to.character(character.id)} title={character.name}>
          {character.name}
        </a>
      </h3>
      {character.sample && <small>{words.library.sample}</small>}
      <p className="tagline" lang={scriptOf(character.tagline)}>
        {character.tagline}
      </p>
      {failure && <ProblemNote failure={failure} />}
    </article>
  );
}
