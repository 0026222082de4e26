import { useRef, useState, type FormEvent } from 'react';
import { ingestsApi } from '../../api/ingests.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { FileInput } from '../../components/file-input.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { go, to } from '../../browser/route.js';

/** A further link or file of somebody who is there: the sheet grows by what is new in it. */
export function AddSources({ characterId }: { characterId: string }) {
  const { words } = useLanguage();
  const w = words.review;
  const input = useRef<HTMLInputElement>(null);
  const [url, setUrl] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function begin(start: () => Promise<{ id: string }>) {
    setBusy(true);
    setFailure(null);
    try {
      go(to.ingest((await start()).id));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const link = url.trim();
    const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(link) ? link : `https://${link}`;
    if (link) void begin(() => ingestsApi.addLink(characterId, whole));
  }

  return (
    <details className="add-sources" data-testid="add-more">
      <summary>{w.addMore}</summary>
      <p className="hint">{w.addMoreHint}</p>
      <form onSubmit={submit}>
        <input
          type="text"
          inputMode="url"
          autoCapitalize="off"
          spellCheck={false}
          placeholder="https://"
          aria-label={words.newCharacter.linkLabel}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
          data-testid="add-link"
        />
        <button type="submit" className="quiet" disabled={busy || !url.trim()}>
          {words.newCharacter.linkSubmit}
        </button>
      </form>
      <button type="button" className="plain" disabled={busy} onClick={() => input.current?.click()}>
        <Icon name="bring" />
        {w.addFiles}
      </button>
      <FileInput
        ref={input}
        multiple
        testId="add-file"
        onFiles={(files) => void begin(() => ingestsApi.addFiles(characterId, files))}
      />
      {failure && <ProblemNote failure={failure} />}
    </details>
  );
}
