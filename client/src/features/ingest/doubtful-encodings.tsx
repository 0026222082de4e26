import { useState } from 'react';
import type { FileDoubt } from '../../../../src/contracts/ingest.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';

/** Files whose encoding was guessed: how each begins, read in one way or another. The one that reads well is chosen. */
export function DoubtfulEncodings({
  doubts,
  onChoose,
}: {
  doubts: FileDoubt[];
  onChoose: (file: number, encoding: string) => Promise<void>;
}) {
  const { words } = useLanguage();
  const w = words.ingest;
  const [busy, setBusy] = useState(false);

  async function choose(file: number, encoding: string) {
    setBusy(true);
    await onChoose(file, encoding);
    setBusy(false);
  }

  return (
    <section className="doubts" data-testid="doubts">
      <h2>{w.doubts}</h2>
      <p className="hint">{w.doubtsHint}</p>
      {doubts.map(({ file, name, encoding, options }) => (
        <fieldset key={file} disabled={busy} data-testid="doubt" data-file={file}>
          <legend lang={scriptOf(name)}>{name}</legend>
          {options.map((option) => (
            <label key={option.encoding}>
              <input
                type="radio"
                name={`encoding-${file}`}
                checked={option.encoding === encoding}
                onChange={() => void choose(file, option.encoding)}
                data-testid="doubt-option"
                data-encoding={option.encoding}
              />
              <span className="tick" aria-hidden="true" />
              <span>
                <q lang={scriptOf(option.preview)}>{option.preview}</q>
                <small>{w.encodings[option.encoding] ?? option.encoding}</small>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
