import { useRef, useState } from 'react';
import type { Preset } from '../../../../../src/contracts/connection.js';
import { connectionsApi } from '../../../api/connections.js';
import { asFailure, Failure } from '../../../api/failure.js';
import { FileInput } from '../../../components/file-input.js';
import { Icon } from '../../../components/icons.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useLanguage } from '../../../i18n/language.js';

/** Takes over what a preset of SillyTavern's sets, and says what of it has no counterpart here. */
export function PresetImport({ onPreset }: { onPreset: (preset: Preset) => void }) {
  const { words } = useLanguage();
  const w = words.models.sampling;
  const input = useRef<HTMLInputElement>(null);
  const [taken, setTaken] = useState<{ name: string; ignored: string[] } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function take(file: File) {
    setTaken(null);
    setFailure(null);
    try {
      const { preset, ignored } = await connectionsApi.readPreset(parsed(await file.text(), w.unreadable));
      onPreset(preset);
      setTaken({ name: file.name.replace(/\.json$/i, ''), ignored });
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <>
      <div className="row">
        <button type="button" className="quiet" onClick={() => input.current?.click()}>
          <Icon name="bring" />
          {w.import}
        </button>
        <FileInput
          ref={input}
          accept=".json,.settings,.preset,application/json"
          testId="preset-file"
          onFiles={([file]) => void take(file)}
        />
      </div>
      <div role="status">
        {taken && (
          <p className="hint" data-testid="preset-taken">
            {w.imported(taken.name)}
            {words.between}
            {taken.ignored.length > 0 && w.ignored(taken.ignored.join(words.comma))}
          </p>
        )}
      </div>
      {failure && <ProblemNote failure={failure} />}
    </>
  );
}

function parsed(text: string, otherwise: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Failure('preset_unreadable', otherwise);
  }
}
