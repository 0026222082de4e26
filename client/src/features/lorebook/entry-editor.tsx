import { useId, type ReactNode } from 'react';
import { GrowingText } from '../../components/growing-text.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { EntryHead } from './entry-head.js';
import { settingsOf, withSettings, type Entry, type EntrySettings } from './entry.js';
import { KeyChips } from './key-chips.js';

interface EntryEditorProps {
  entry: Entry;
  /** Whether it begins unfolded. */
  open: boolean;
  onChange: (entry: Entry) => void;
  onRemove: () => void;
}

/** One entry of a lorebook: folded to what it is known by, or open to be changed. */
export function EntryEditor({ entry, open, onChange, onRemove }: EntryEditorProps) {
  const { words } = useLanguage();
  const w = words.lorebook;
  const settings = settingsOf(entry);
  const set = (change: Partial<EntrySettings>) => onChange(withSettings(entry, change));
  const on = entry.enabled !== false;
  const name = useId();
  return (
    <li className={on ? 'entry editing' : 'entry editing off'} data-testid="edit-entry">
      <label className="switch" title={on ? w.turnOff : w.turnOn}>
        <input
          type="checkbox"
          role="switch"
          aria-label={on ? w.turnOff : w.turnOn}
          checked={on}
          onChange={(event) => onChange({ ...entry, enabled: event.target.checked })}
          data-testid="entry-enabled"
        />
        <span />
      </label>
      <details open={open || undefined}>
        <summary data-testid="entry-summary">
          <EntryHead entry={entry} />
        </summary>
        <div className="entry-fields">
          <Field label={w.keys} hint={w.keysHint}>
            <KeyChips
              label={w.addKey}
              keys={entry.keys}
              onChange={(keys) => onChange({ ...entry, keys })}
              testid="entry-keys"
            />
          </Field>
          <label className="check">
            <input
              type="checkbox"
              checked={entry.constant === true}
              onChange={(event) => onChange({ ...entry, constant: event.target.checked })}
              data-testid="entry-constant"
            />
            <span>{w.constant}</span>
          </label>
          <Field label={w.content}>
            <GrowingText
              label={w.content}
              value={entry.content}
              onChange={(content) => onChange({ ...entry, content })}
              testid="entry-content"
            />
          </Field>
          <details className="entry-more">
            <summary data-testid="entry-more">{w.more}</summary>
            <div className="entry-fields">
              <div className="field">
                <label htmlFor={name}>{w.name}</label>
                <input
                  id={name}
                  value={entry.name ?? ''}
                  onChange={(event) => onChange({ ...entry, name: event.target.value })}
                  data-testid="entry-name"
                />
              </div>
              <Field label={w.secondKeys}>
                <KeyChips
                  label={w.addKey}
                  keys={settings.secondKeys}
                  onChange={(secondKeys) => set({ secondKeys })}
                  testid="entry-second-keys"
                />
                {settings.secondKeys.length > 0 && (
                  <select
                    aria-label={w.logic}
                    value={settings.logic}
                    onChange={(event) => set({ logic: Number(event.target.value) })}
                    data-testid="entry-logic"
                  >
                    {([0, 3, 1, 2] as const).map((logic) => (
                      <option key={logic} value={logic}>
                        {w.logics[logic]}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              <div className="entry-numbers">
                <Amount
                  label={w.order}
                  hint={w.orderHint}
                  value={settings.order}
                  onChange={(order) => set({ order })}
                  testid="entry-order"
                />
                <Amount
                  label={w.chance}
                  value={settings.chance}
                  most={100}
                  onChange={(chance) => set({ chance })}
                  testid="entry-chance"
                />
                <Amount
                  label={w.sticky}
                  value={settings.sticky}
                  onChange={(sticky) => set({ sticky })}
                  testid="entry-sticky"
                />
                <Amount
                  label={w.cooldown}
                  value={settings.cooldown}
                  onChange={(cooldown) => set({ cooldown })}
                  testid="entry-cooldown"
                />
              </div>
            </div>
          </details>
          <button type="button" className="plain danger" onClick={onRemove} data-testid="remove-entry">
            <Icon name="bin" />
            {w.remove}
          </button>
        </div>
      </details>
    </li>
  );
}

function Field({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className="field" role="group" aria-label={label}>
      <span className="label">{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </div>
  );
}

interface AmountProps {
  label: string;
  hint?: string;
  value: number;
  most?: number;
  onChange: (value: number) => void;
  testid: string;
}

function Amount({ label, hint, value, most, onChange, testid }: AmountProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} title={hint}>
        {label}
      </label>
      <input
        id={id}
        type="number"
        min={0}
        max={most}
        value={value}
        onChange={(event) =>
          onChange(Math.min(most ?? 1_000_000, Math.max(0, Math.round(event.target.valueAsNumber || 0))))
        }
        data-testid={testid}
      />
    </div>
  );
}
