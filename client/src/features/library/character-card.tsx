import type { CharacterSummary } from '../../../../src/contracts/character.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { Portrait } from '../../components/portrait.js';
import { to } from '../../browser/route.js';
import { TalkButton } from './talk-button.js';

export function CharacterCard({ character }: { character: CharacterSummary }) {
  const { words } = useLanguage();
  return (
    <article className="character-card" data-testid="character-card" data-id={character.id}>
      <a href={to.character(character.id)} tabIndex={-1} aria-hidden="true" className="character-cover">
        <Portrait whom={character} as="cover" />
      </a>
      <div>
        <h3 lang={scriptOf(character.name)}>
          <a href={to.character(character.id)}>{character.name}</a>
          {character.sample && <small lang={words.tag}>{words.library.sample}</small>}
        </h3>
        <p className="tagline" lang={scriptOf(character.tagline)}>
          {character.tagline}
        </p>
        <div className="row">
          <TalkButton character={character} />
          <a
            href={to.character(character.id)}
            className="button plain"
            aria-label={words.library.sheetOf(character.name)}
          >
            {words.library.sheet}
          </a>
        </div>
      </div>
    </article>
  );
}
