import { useState } from 'react';
import type { Lorebook } from '../../../../src/contracts/sheet.js';
import type { LoreReason } from '../../../../src/contracts/receipt.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { LoreReasons } from './lore-reasons.js';

/** Tries which entries a text would activate, of a lorebook as it is edited. */
export function LorebookTrial({ characterId, lorebook }: { characterId: string; lorebook: Lorebook }) {
  const { words } = useLanguage();
  const w = words.lorebook;
  const [text, setText] = useState('');
  const [reasons, setReasons] = useState<LoreReason[] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function run() {
    setFailure(null);
    try {
      setReasons((await api.dryRun(characterId, text, lorebook)).reasons);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <div className="field" data-testid="lorebook-trial">
      <span className="label">{w.trial}</span>
      <textarea
        aria-label={w.trial}
        rows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="trial-text"
      />
      <button
        type="button"
        className="quiet"
        disabled={!text.trim()}
        onClick={() => void run()}
        data-testid="trial-run"
      >
        {w.trialRun}
      </button>
      {failure && <ProblemNote failure={failure} />}
      {reasons &&
        (reasons.length ? <LoreReasons reasons={reasons} /> : <p className="hint">{w.trialNone}</p>)}
    </div>
  );
}
