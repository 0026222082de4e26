import { useState } from 'react';
import type { Lorebook } from '../../../../src/contracts/sheet.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { EntryHead } from './entry-head.js';
import './lorebook.css';

const FEW = 8;

interface LorebookListProps {
  lorebook: Lorebook;
  byKeys: boolean;
  onEdit?: (() => void) | undefined;
}

/** A lorebook as it is read. */
export function LorebookList({ lorebook, byKeys, onEdit }: LorebookListProps) {
  const { words, number } = useLanguage();
  const w = words.lorebook;
  const { entries } = lorebook;
  const [all, setAll] = useState(entries.length <= FEW);
  return (
    <div className="lorebook" data-testid="lorebook-list">
      <p className="hint">{byKeys ? w.byKeys : w.whole}</p>
      <ol>
        {(all ? entries : entries.slice(0, FEW)).map((entry, i) => (
          <li key={i} className={entry.enabled === false ? 'entry off' : 'entry'} data-testid="lore-entry">
            <EntryHead entry={entry} />
            <p className="plain-text" lang={scriptOf(entry.content)}>
              {entry.content}
            </p>
          </li>
        ))}
      </ol>
      <div className="row">
        {!all && (
          <button type="button" className="plain" onClick={() => setAll(true)} data-testid="lorebook-all">
            <Icon name="downward" />
            {w.showAll(number(entries.length))}
          </button>
        )}
        {onEdit && (
          <button type="button" className="plain" onClick={onEdit} data-testid="lorebook-edit">
            <Icon name="pen" />
            {w.edit}
          </button>
        )}
      </div>
    </div>
  );
}
