import { useRef, useState } from 'react';
import type { LeftOutView } from '../../../../src/contracts/backup.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { DownloadLink } from '../../components/download-link.js';
import { FileInput } from '../../components/file-input.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { everythingChanged } from '../../api/changes.js';

/** Everything one owns, out as one archive and back. */
export function Backup() {
  const { words } = useLanguage();
  const w = words.backup;
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'busy' | { rows: number; leftOut: LeftOutView[] }>('idle');
  const [forAll, setForAll] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function bringBack(file: File) {
    setState('busy');
    setFailure(null);
    try {
      const { restored, leftOut } = await api.restore(file, forAll);
      everythingChanged();
      setState({ rows: (restored['sessions'] ?? 0) + (restored['characters'] ?? 0), leftOut });
    } catch (error) {
      setFailure(asFailure(error));
      setState('idle');
    }
  }

  return (
    <fieldset>
      <legend>{w.title}</legend>
      <DownloadLink href="/api/backup" label={w.save} testId="backup" />
      <button
        type="button"
        className="plain"
        disabled={state === 'busy'}
        onClick={() => input.current?.click()}
        data-testid="restore"
      >
        <Icon name="bring" />
        {w.restore}
      </button>
      <label className="check">
        <input
          type="checkbox"
          checked={forAll}
          disabled={state === 'busy'}
          onChange={(event) => setForAll(event.target.checked)}
          data-testid="restore-for-all"
        />
        {w.forAll}
      </label>
      <FileInput
        ref={input}
        accept=".zip,application/zip"
        testId="restore-file"
        onFiles={([file]) => void bringBack(file)}
      />
      {state !== 'idle' && (
        <p className="hint" role="status" data-testid="restored">
          {state === 'busy' ? w.busy : w.restored(state.rows)}
          {typeof state === 'object' && state.rows > 0 && ` ${w.trusted}`}
        </p>
      )}
      {typeof state === 'object' && state.leftOut.length > 0 && (
        <details className="hint" data-testid="left-out">
          <summary>{w.leftOut}</summary>
          <ul>
            {state.leftOut.flatMap(({ table, reasons }) =>
              reasons.map(({ reason, count, examples }) => (
                <li key={`${table} ${reason}`} title={examples.join('\n')}>
                  {w.reasons[reason](w.tables[table] ?? table, count)}
                </li>
              )),
            )}
          </ul>
        </details>
      )}
      {failure && <ProblemNote failure={failure} />}
    </fieldset>
  );
}
