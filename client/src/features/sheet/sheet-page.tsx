import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Citation } from '../../../../src/contracts/sheet.js';
import type { CharacterView } from '../../../../src/contracts/character.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { BeginAt } from './begin-at.js';
import { ChangeablePortrait } from '../picture/changeable-portrait.js';
import { TalkButton } from '../library/talk-button.js';
import { lazily } from '../../components/loading/lazily.js';
import { LoadBoundary } from '../../components/loading/load-boundary.js';
import { BackLink, Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import { characterChanged } from '../../api/changes.js';
import { Waiting } from '../../components/loading/waiting.js';
import { PassagePanel } from './passage-panel.js';
import { SheetActions } from './sheet-actions.js';
import { SheetReader } from './reader/sheet-reader.js';
import { SheetSide } from './sheet-side.js';
import { WithoutModel } from './without-model.js';
import { VersionChanges } from './changes/version-changes.js';
import './sheet.css';
import './reader/sheet-text.css';
import './card/card.css';

const SheetEditor = lazily(async () => (await import('./editor/sheet-editor.js')).SheetEditor);

/** A character's sheet: to read, to look up, to change. */
export function SheetPage({ id }: { id: string }) {
  const { lang } = useLanguage();
  const { data: view, error, refetch } = useQuery(queries.character(id));
  const [editing, setEditing] = useState<'sheet' | 'lorebook' | null>(null);
  const [shownVersion, setShownVersion] = useState<number | null>(null);
  const [changesOf, setChangesOf] = useState<number | null>(null);
  const [opened, setOpened] = useState<Citation | { sourceId: string } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const reportLines = view?.importReport?.[lang] ?? [];

  async function change(what: { name?: string; sheet?: CharacterView['sheet'] }) {
    setFailure(null);
    try {
      characterChanged(await api.changeCharacter(id, what));
      setEditing(null);
      setShownVersion(null);
      setChangesOf(null);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  function edit(what: 'sheet' | 'lorebook') {
    setShownVersion(null);
    setChangesOf(null);
    setEditing(what);
  }

  return (
    <Page title={view?.name ?? ''}>
      <BackLink />
      {error && <ProblemNote failure={error} retry={refetch} />}
      {!view && !error && <Waiting />}
      {view && (
        <div className="sheet" data-testid="sheet" data-version={view.sheetVersion}>
          <header className="sheet-head">
            <ChangeablePortrait character={view} />
            <div>
              <h1 lang={scriptOf(view.name)}>{view.name}</h1>
              <p className="tagline" lang={scriptOf(view.tagline)}>
                {view.tagline}
              </p>
              {!editing && (
                <div className="row">
                  <TalkButton character={view} primary />
                  <SheetActions
                    character={view}
                    onEdit={() => edit('sheet')}
                    onRename={(name) => change({ name })}
                  />
                </div>
              )}
              {!editing && <BeginAt character={view} />}
            </div>
          </header>
          {failure && <ProblemNote failure={failure} />}
          {!editing && view.sheet.withoutModel && <WithoutModel character={view} />}
          {editing ? (
            <LoadBoundary>
              <SheetEditor
                characterId={view.id}
                name={view.name}
                sheet={view.sheet}
                atLorebook={editing === 'lorebook'}
                nextVersion={view.sheetVersion + 1}
                onSave={change}
                onDiscard={() => setEditing(null)}
              />
            </LoadBoundary>
          ) : (
            <>
              {changesOf === null ? (
                <ShownSheet
                  character={view}
                  version={shownVersion}
                  onCurrent={() => setShownVersion(null)}
                  onRestore={(sheet) => change({ sheet })}
                  onOpen={setOpened}
                  onEditLorebook={() => edit('lorebook')}
                  opened={opened}
                />
              ) : (
                <VersionChanges character={view} version={changesOf} onWhole={() => setChangesOf(null)} />
              )}
              <SheetSide
                character={view}
                report={reportLines}
                shownVersion={shownVersion ?? view.sheetVersion}
                onVersion={(n) => {
                  setChangesOf(null);
                  setShownVersion(n === view.sheetVersion ? null : n);
                }}
                onChanges={(n) => {
                  setShownVersion(n === view.sheetVersion ? null : n);
                  setChangesOf(n);
                }}
                onEditLorebook={() => edit('lorebook')}
                onSource={(sourceId) => setOpened({ sourceId })}
                onChanged={() => setShownVersion(null)}
              />
            </>
          )}
        </div>
      )}
      {opened && view && <PassagePanel opened={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}

interface ShownSheetProps {
  character: CharacterView;
  version: number | null;
  opened: object | null;
  onCurrent: () => void;
  onRestore: (sheet: CharacterView['sheet']) => void;
  onOpen: (citation: Citation) => void;
  onEditLorebook: () => void;
}

/** The newest version, or an older one that was asked for. */
function ShownSheet({
  character,
  version,
  opened,
  onCurrent,
  onRestore,
  onOpen,
  onEditLorebook,
}: ShownSheetProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const older = useQuery({ ...queries.version(character.id, version ?? 0), enabled: version !== null });
  if (version === null)
    return (
      <SheetReader
        name={character.name}
        sheet={character.sheet}
        opened={opened}
        onOpen={onOpen}
        onEditLorebook={onEditLorebook}
      />
    );
  return (
    <div>
      <div className="note" role="status">
        <p>{w.viewing(version)}</p>
        <div className="row">
          <button type="button" className="quiet" onClick={onCurrent}>
            {w.toCurrent}
          </button>
          {older.data && (
            <button
              type="button"
              className="quiet"
              onClick={() => older.data && onRestore(older.data.sheet)}
              data-testid="restore-version"
            >
              {w.restore}
            </button>
          )}
        </div>
      </div>
      {older.error && <ProblemNote failure={older.error} retry={older.refetch} />}
      {older.data ? (
        <SheetReader name={character.name} sheet={older.data.sheet} opened={opened} onOpen={onOpen} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}
