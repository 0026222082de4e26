import type { OnTwin } from '../../../../src/contracts/character.js';
import { to } from '../../browser/route.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import type { ImportItem } from './import-queue.js';
import { imports } from './imports-store.js';

/** What SillyTavern writes of a conversation. */
const CHAT = /\.jsonl$/i;

/** One file: what became of it, whom it brought, and what can still be done. */
export function ImportRow({ item: { id, file, state } }: { item: ImportItem }) {
  const { words, sentence } = useLanguage();
  const w = words.imports;
  const label = state.is === 'taken' ? w.taken[state.how] : w.states[state.is];
  return (
    <li className="import-row" data-testid="import-row" data-state={state.is}>
      <span className="import-name">
        {state.is === 'taken' ? (
          state.characters.map((character) => (
            <a key={character.id} href={to.character(character.id)} lang={scriptOf(character.name)}>
              {character.name}
            </a>
          ))
        ) : (
          <span>{file.name}</span>
        )}
      </span>
      <span className="import-state">{label}</span>
      {state.is === 'taken' && <small className="import-more">{file.name}</small>}
      {(state.is === 'twin' || state.is === 'skipped') && (
        <p className="import-more">
          {state.twin.identical ? w.identical : w.sameName}
          {words.between}
          <a href={to.character(state.twin.id)} lang={scriptOf(state.twin.name)}>
            {state.twin.name}
          </a>
        </p>
      )}
      {state.is === 'twin' && <TwinButtons ids={[id]} />}
      {state.is === 'refused' && (
        <>
          <p className="import-more" title={state.failure.message}>
            {CHAT.test(file.name) ? w.isChat : sentence(state.failure)}
          </p>
          <div className="row">
            <button
              type="button"
              className="quiet"
              onClick={() => void imports.retry([id])}
              data-testid="import-retry"
            >
              {words.retry}
            </button>
          </div>
        </>
      )}
      {state.is === 'taken' && state.report.length > 0 && (
        <details className="import-more">
          <summary>{words.sheet.importReport}</summary>
          <ul>
            {state.report.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

const ANSWERS = ['keep', 'replace', 'skip'] as const satisfies OnTwin[];

/** What to do with cards whose characters are here already. */
export function TwinButtons({ ids }: { ids: readonly number[] }) {
  const { words } = useLanguage();
  const w = words.imports;
  return (
    <div className="row">
      {ANSWERS.map((onTwin) => (
        <button
          key={onTwin}
          type="button"
          className="quiet"
          title={w.answerHints[onTwin]}
          onClick={() => void imports.answer(ids, onTwin)}
          data-testid={`twin-${onTwin}`}
        >
          {ids.length > 1 ? w.answersForAll[onTwin] : w.answers[onTwin]}
        </button>
      ))}
    </div>
  );
}
