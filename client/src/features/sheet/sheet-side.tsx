import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CharacterView } from '../../../../src/contracts/character.js';
import { api } from '../../api/api.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { SessionList } from '../library/session-list.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import { characterChanged } from '../../api/changes.js';
import { AddSources } from './add-sources.js';
import { ConnectionChoice } from '../models/connection-choice.js';
import { LorebookActions } from '../lorebook/lorebook-actions.js';

interface SheetSideProps {
  character: CharacterView;
  /** What its imports left out, where that is not told elsewhere. */
  report: readonly string[];
  shownVersion: number;
  onVersion: (version: number) => void;
  onChanges: (version: number) => void;
  onSource: (sourceId: string) => void;
  onChanged: () => void;
  onEditLorebook: () => void;
}

/** What a sheet rests on and how it came about: sources, conversations, versions. */
export function SheetSide({
  character,
  report,
  shownVersion,
  onVersion,
  onChanges,
  onSource,
  onChanged,
  onEditLorebook,
}: SheetSideProps) {
  const { words, number } = useLanguage();
  const w = words.sheet;
  const sessions = useQuery(queries.sessionsOf(character.id));
  const take = (changed: CharacterView) => {
    characterChanged(changed);
    onChanged();
  };
  return (
    <aside className="sheet-side">
      <section>
        <h2>{words.models.bar}</h2>
        <ConnectionChoice
          value={character.connectionId}
          hint={words.models.chosen.characterHint}
          onChoose={async (connectionId) => take(await api.changeCharacter(character.id, { connectionId }))}
        />
      </section>
      <section>
        <h2>{w.sources}</h2>
        {character.sources.length === 0 && <p className="hint">{w.noSources}</p>}
        <ul className="sources">
          {character.sources.map((source) => (
            <li key={source.id} data-testid="source">
              <button
                type="button"
                className="link"
                onClick={() => onSource(source.id)}
                lang={scriptOf(source.title)}
              >
                {source.title}
              </button>
              <small>
                {w.sourceSize(number(source.sections), number(source.length))}
                {source.url && isWeb(source.url) && (
                  <>
                    {' · '}
                    <a href={source.permalink ?? source.url} target="_blank" rel="noopener noreferrer">
                      {source.permalink ? w.permalink : w.openLink}
                    </a>
                  </>
                )}
                {source.licence && (
                  <>
                    {' · '}
                    <span data-testid="licence">{source.licence}</span>
                  </>
                )}
              </small>
            </li>
          ))}
        </ul>
        <AddSources characterId={character.id} />
      </section>
      {sessions.data && sessions.data.items.length > 0 && (
        <section>
          <h2>{w.conversations}</h2>
          <SessionList sessions={sessions.data.items} />
        </section>
      )}
      <ImportReport report={report} />
      <LorebookActions character={character} onTaken={take} onEdit={onEditLorebook} />
      <Versions character={character} shown={shownVersion} onVersion={onVersion} onChanges={onChanges} />
    </aside>
  );
}

/** What imports of this character left out, or keep for export alone. */
function ImportReport({ report }: { report: readonly string[] }) {
  const { words } = useLanguage();
  if (report.length === 0) return null;
  return (
    <section data-testid="import-report">
      <h2>{words.sheet.importReport}</h2>
      <ul className="hint">
        {report.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

/** A source's address is text from outside: only what leads to the web becomes a link. */
function isWeb(url: string): boolean {
  return /^https?:\/\//i.test(url);
}

interface VersionsProps {
  character: CharacterView;
  shown: number;
  onVersion: (version: number) => void;
  onChanges: (version: number) => void;
}

function Versions({ character, shown, onVersion, onChanges }: VersionsProps) {
  const { words, when, day, time } = useLanguage();
  const w = words.sheet;
  const [all, setAll] = useState(false);
  const versions = useQuery(queries.versions(character.id));
  const list = versions.data?.items ?? [];
  return (
    <section>
      <h2>{w.versions}</h2>
      {versions.error && <ProblemNote failure={versions.error} retry={versions.refetch} />}
      <ul className="sheet-versions">
        {(all ? list : list.slice(0, 8)).map(({ version, createdAt, cause }) => (
          <li key={version}>
            <button
              type="button"
              className="link"
              onClick={() => onVersion(version)}
              aria-current={version === shown ? 'true' : undefined}
              data-testid="version"
              data-version={version}
            >
              {w.version(version)}
            </button>
            {version > 1 && (
              <button
                type="button"
                className="link"
                onClick={() => onChanges(version)}
                data-testid="version-changes"
              >
                {words.review.changes}
              </button>
            )}
            <small title={`${day(createdAt)}, ${time(createdAt)}`}>
              {w.causes[cause]} · {when(createdAt)}
            </small>
          </li>
        ))}
      </ul>
      {!all && list.length > 8 && (
        <button type="button" className="plain" onClick={() => setAll(true)}>
          {words.library.more}
        </button>
      )}
    </section>
  );
}
