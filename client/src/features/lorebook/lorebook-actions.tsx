import { useRef, useState } from 'react';
import type { CharacterView } from '../../../../src/contracts/character.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { DownloadLink } from '../../components/download-link.js';
import { FileInput } from '../../components/file-input.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import './lorebook.css';

interface LorebookActionsProps {
  character: CharacterView;
  onTaken: (character: CharacterView) => void;
  onEdit: () => void;
}

/** The lorebook by itself: taken from a file, and out as one. */
export function LorebookActions({ character, onTaken, onEdit }: LorebookActionsProps) {
  const { words, number } = useLanguage();
  const w = words.lorebook;
  const input = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const entries = character.sheet.lorebook?.entries.length ?? 0;

  async function take(file: File) {
    setFailure(null);
    try {
      onTaken(await api.takeLorebook(character.id, file));
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <section className="lorebook-actions" data-testid="lorebook" data-entries={entries}>
      <h2>{w.title}</h2>
      <p className="hint">{entries ? w.count(entries, number(entries)) : w.none}</p>
      <button type="button" className="plain" onClick={onEdit} data-testid="lorebook-open">
        <Icon name="pen" />
        {entries ? w.edit : w.write}
      </button>
      <button
        type="button"
        className="plain"
        onClick={() => input.current?.click()}
        data-testid="lorebook-take"
      >
        <Icon name="bring" />
        {w.take}
      </button>
      <FileInput
        ref={input}
        accept=".json,.png,.charx,application/json,image/png"
        testId="lorebook-file"
        onFiles={([file]) => void take(file)}
      />
      {entries > 0 && (
        <>
          <DownloadLink href={api.lorebookUrl(character.id, 'v3')} label={w.give} testId="lorebook-give" />
          <DownloadLink
            href={api.lorebookUrl(character.id, 'sillytavern')}
            label={w.giveTavern}
            testId="lorebook-give-tavern"
          />
        </>
      )}
      {failure && <ProblemNote failure={failure} />}
    </section>
  );
}
