import { to } from '../../browser/route.js';
import { useLanguage } from '../../i18n/language.js';
import { useImports } from './imports-store.js';

/** Leads back to the list of cards that came in, as long as it is not closed. */
export function ImportBar() {
  const { words } = useLanguage();
  const w = words.imports;
  const { items, texts, running } = useImports();
  if (!items.length && !texts.length) return null;
  const done = items.filter(({ state }) => state.is !== 'waiting' && state.is !== 'reading').length;
  const twins = items.filter(({ state }) => state.is === 'twin').length;
  return (
    <ul className="open-ingests">
      <li>
        <a href={to.imports} data-testid="import-bar">
          <strong>{w.title}</strong>
          <span className="hint">
            {running || !twins ? w.progress(done, items.length) : w.counts.twin(twins)}
          </span>
        </a>
      </li>
    </ul>
  );
}
