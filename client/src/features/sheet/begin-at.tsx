import { useState } from 'react';
import type { CharacterView } from '../../../../src/contracts/character.js';
import { api } from '../../api/api.js';
import { ChapterChoice } from '../../components/chapter-choice.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { go, to } from '../../browser/route.js';

/** Begins a conversation at a point in the story, where nothing from later is known. */
export function BeginAt({ character }: { character: CharacterView }) {
  const { words } = useLanguage();
  const w = words.source;
  const [section, setSection] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const story = character.sources[0];
  if (!story || story.sections < 2) return null;

  async function begin() {
    setBusy(true);
    setFailure(null);
    try {
      go(to.session((await api.startSession(character.id, { upToSection: section ?? undefined })).id));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <details className="begin-at" data-testid="begin-at">
      <summary>{w.beginAt}</summary>
      <div className="stack">
        <ChapterChoice sourceId={story.id} upToSection={section} onChoose={setSection} />
        <p className="hint">{w.beginHint}</p>
        <div className="row">
          <button
            type="button"
            className="quiet"
            onClick={() => void begin()}
            disabled={busy || section === null}
            data-testid="begin-there"
          >
            {w.begin}
          </button>
        </div>
        {failure && <ProblemNote failure={failure} />}
      </div>
    </details>
  );
}
