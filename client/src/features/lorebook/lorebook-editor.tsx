import { useEffect, useRef, useState } from 'react';
import type { Lorebook, Sheet } from '../../../../src/contracts/sheet.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { newEntry, nameOf, type Entry } from './entry.js';
import { EntryEditor } from './entry-editor.js';
import { LorebookTrial } from './lorebook-trial.js';
import './lorebook.css';

/** So many are shown before more are asked for, and so many before there is something to look for them with. */
const SHOWN = 100;
const FEW = 8;

interface LorebookEditorProps {
  characterId: string;
  lorebook: Lorebook | null;
  byKeys: boolean;
  /** It is what somebody came for. */
  wanted: boolean;
  onChange: (change: Partial<Pick<Sheet, 'lorebook' | 'lorebookByKeys'>>) => void;
}

/** A lorebook as it is changed. */
export function LorebookEditor({ characterId, lorebook, byKeys, wanted, onChange }: LorebookEditorProps) {
  const { words, number } = useLanguage();
  const w = words.lorebook;
  const entries = lorebook?.entries ?? [];
  const place = useRef<HTMLElement>(null);
  const [sought, setSought] = useState('');
  const [shown, setShown] = useState(SHOWN);
  // What was unfolded stays with its entry when others come and go.
  const [ids, setIds] = useState(() => entries.map((_, index) => index));
  const [added, setAdded] = useState<number | null>(null);

  useEffect(() => {
    if (wanted) place.current?.scrollIntoView({ block: 'start' });
  }, [wanted]);

  // A book that is begun here follows its keys, too.
  const put = (changed: Entry[]) =>
    onChange({
      lorebook: { ...lorebook, entries: changed },
      ...(entries.length === 0 && { lorebookByKeys: true }),
    });
  const found = entries
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry }) => holds(entry, sought.trim().toLowerCase()));

  return (
    <section ref={place} className="lorebook" data-testid="lorebook-editor">
      <h2>{w.title}</h2>
      <p className="hint">{byKeys ? w.byKeys : w.whole}</p>
      {entries.length > 0 && (
        <label className="check">
          <input
            type="checkbox"
            role="switch"
            checked={!byKeys}
            onChange={(event) => onChange({ lorebookByKeys: !event.target.checked })}
            data-testid="lorebook-in-context"
          />
          <span>{w.inContext}</span>
        </label>
      )}
      {lorebook && entries.length > 0 && <LorebookTrial characterId={characterId} lorebook={lorebook} />}
      {entries.length > FEW && (
        <input
          type="search"
          aria-label={w.find}
          placeholder={w.find}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          data-testid="find-entry"
        />
      )}
      <ol>
        {found.slice(0, shown).map(({ entry, index }) => (
          <EntryEditor
            key={ids[index]}
            entry={entry}
            open={added !== null && added === ids[index]}
            onChange={(changed) => put(entries.with(index, changed))}
            onRemove={() => {
              setIds(ids.toSpliced(index, 1));
              put(entries.toSpliced(index, 1));
            }}
          />
        ))}
      </ol>
      {found.length > shown && (
        <button type="button" className="plain" onClick={() => setShown(shown + SHOWN)}>
          <Icon name="downward" />
          {w.showMore(number(found.length - shown))}
        </button>
      )}
      <button
        type="button"
        className="plain"
        onClick={() => {
          setSought('');
          setShown(Math.max(shown, entries.length + 1));
          const id = Math.max(-1, ...ids) + 1;
          setIds([...ids, id]);
          setAdded(id);
          put([...entries, newEntry(entries)]);
        }}
        data-testid="add-entry"
      >
        <Icon name="plus" />
        {w.add}
      </button>
    </section>
  );
}

function holds(entry: Entry, sought: string): boolean {
  if (!sought) return true;
  return [nameOf(entry), entry.content, ...entry.keys].some((text) => text.toLowerCase().includes(sought));
}
