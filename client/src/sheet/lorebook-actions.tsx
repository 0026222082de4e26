import { useRef, useState } from 'react';
import type { CharacterView } from '../../../src/wire.js';
import { api } from '../api.js';
import { asFailure, type Failure } from '../failure.js';
import { Icon } from '../icons.js';
import { useLanguage } from '../language.js';
import { ProblemNote } from '../problem-note.js';

interface LorebookActionsProps {
  character: CharacterView;
  onTaken: (character: CharacterView) => void;
}

/** The lorebook by itself: taken from a file, and out as one. */
export function LorebookActions({ character, onTaken }: LorebookActionsProps) {
  const { words, number } = useLanguage();
  const w = words.sheet;
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
    <section data-testid="lorebook" data-entries={entries}>
      <h2>{w.lorebook}</h2>
      <p className="hint">{entries ? w.lorebookEntries(entries, number(entries)) : w.lorebookNone}</p>
      <button
        type="button"
        className="plain"
        onClick={() => input.current?.click()}
        data-testid="lorebook-take"
      >
        <Icon name="bring" />
        {w.lorebookTake}
      </button>
      <input
        ref={input}
        type="file"
        accept=".json,.png,.charx,application/json,image/png"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        data-testid="lorebook-file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file) void take(file);
        }}
      />
      {entries > 0 && (
        <>
          <a className="button plain" href={api.lorebookUrl(character.id, 'v3')} download>
            <Icon name="save" />
            {w.lorebookGive}
          </a>
          <a className="button plain" href={api.lorebookUrl(character.id, 'sillytavern')} download>
            <Icon name="save" />
            {w.lorebookGiveTavern}
          </a>
        </>
      )}
      {failure && <ProblemNote failure={failure} />}
    </section>
  );
}
