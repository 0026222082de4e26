import { useRef } from 'react';
import { FileInput } from '../../components/file-input.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { importCards } from '../import/imports-store.js';
import { useBegin } from './begin.js';

/** A card from elsewhere. */
export function CardForm() {
  const { words } = useLanguage();
  const w = words.newCharacter;
  const { busy, failure, begin } = useBegin();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="fields">
      <p className="hint">{w.cardHint}</p>
      {failure && <ProblemNote failure={failure} />}
      <div className="drop-zone">
        <span>{w.dropCard}</span>
        <button type="button" className="quiet" disabled={busy} onClick={() => input.current?.click()}>
          {w.cardPick}
        </button>
        <FileInput
          ref={input}
          accept=".png,.json,.charx,.byaf,.yaml,.yml,.zip,.jpg,.jpeg,image/png,application/json"
          label={w.cardPick}
          multiple
          testId="card-input"
          onFiles={(cards) => begin(() => importCards(cards))}
        />
      </div>
      {busy && (
        <p className="hint" role="status">
          {w.sending}
        </p>
      )}
    </div>
  );
}
