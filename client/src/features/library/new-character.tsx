import { FileInput } from '../../components/file-input.js';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { BackLink, Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { go, to } from '../../browser/route.js';
import { importCard, importFiles } from './import-files.js';

/** What the choice of files shows; more is told apart by what is in it. */
const READABLE =
  '.txt,.md,.markdown,.epub,.mobi,.azw3,.fb2,.docx,.odt,.rtf,.pdf,.html,.htm,.xhtml,.mhtml,.mht,.zip,.xlsx,.csv,.tsv,.srt,.ass,.ssa,.vtt,.fountain,.yaml,.yml,.jsonl,.log,.png,.json,.charx,.byaf,text/*';

const MOST_LINKS = 12;

/** Links, files, a text or a card: the four ways to somebody new. */
export function NewCharacter() {
  const { words } = useLanguage();
  const w = words.newCharacter;
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const cardInput = useRef<HTMLInputElement>(null);
  const fileInput = useRef<HTMLInputElement>(null);

  async function begin(start: () => Promise<string>) {
    setBusy(true);
    setFailure(null);
    try {
      go(await start());
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  const links = linksIn(url);
  const goToIngest = async (answer: Promise<{ id: string }>) => to.ingest((await answer).id);
  const submit = (start: () => Promise<string>) => (event: FormEvent) => {
    event.preventDefault();
    void begin(start);
  };

  return (
    <Page title={words.library.create} narrow>
      <BackLink />
      <div className="fresh" data-testid="new-character-form">
        <h1>{w.title}</h1>
        {failure && <ProblemNote failure={failure} />}

        <Way name={w.link} hint={w.linkHint}>
          <form className="stack" onSubmit={submit(() => goToIngest(api.ingestLinks(links, name.trim())))}>
            <textarea
              className="links"
              rows={Math.min(Math.max(url.split('\n').length, 2), MOST_LINKS)}
              inputMode="url"
              autoCapitalize="off"
              spellCheck={false}
              placeholder="https://"
              aria-label={w.linkLabel}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              onKeyDown={(event) => {
                // one link is sent as it always was; Shift adds a line, and so does a second one
                if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
                if (links.length !== 1 || url.includes('\n')) return;
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }}
              data-testid="link-input"
            />
            <div className="row">
              <button
                type="submit"
                className="primary"
                disabled={busy || links.length === 0 || links.length > MOST_LINKS}
                data-testid="link-submit"
              >
                {w.linkSubmit}
              </button>
              <span className="hint" role="status">
                {links.length > MOST_LINKS
                  ? w.tooManyLinks(MOST_LINKS)
                  : links.length > 1
                    ? w.linkCount(links.length)
                    : ''}
              </span>
            </div>
          </form>
        </Way>

        <Way name={w.files} hint={w.filesHint}>
          <div className="drop-zone" data-testid="drop-zone">
            <span>{w.drop}</span>
            <button
              type="button"
              className="quiet"
              disabled={busy}
              onClick={() => fileInput.current?.click()}
            >
              {w.pick}
            </button>
            <FileInput
              ref={fileInput}
              multiple
              accept={READABLE}
              label={w.pick}
              testId="file-input"
              onFiles={(files) => void begin(() => importFiles(files, name.trim()))}
            />
          </div>
        </Way>

        <Way name={w.text} hint={w.textHint}>
          <form
            className="stack"
            onSubmit={submit(() => goToIngest(api.ingestText(text, title.trim(), name.trim())))}
          >
            <textarea
              rows={4}
              aria-label={w.textLabel}
              placeholder={w.textLabel}
              value={text}
              onChange={(event) => setText(event.target.value)}
              data-testid="paste-text"
            />
            {text.trim() && (
              <div className="row">
                <input
                  type="text"
                  aria-label={w.textTitle}
                  placeholder={`${w.textTitle} (${w.optional})`}
                  value={title}
                  onChange={(event) => setTitle(event.target.value)}
                />
                <button type="submit" className="primary" disabled={busy} data-testid="paste-submit">
                  {w.textSubmit}
                </button>
              </div>
            )}
          </form>
        </Way>

        <Way name={<label htmlFor="whom">{w.name}</label>} hint={w.nameHint}>
          <input
            id="whom"
            type="text"
            autoComplete="off"
            placeholder={w.optional}
            value={name}
            onChange={(event) => setName(event.target.value)}
            data-testid="whom-input"
          />
        </Way>

        <Way name={w.card} hint={w.cardHint}>
          <button type="button" className="quiet" disabled={busy} onClick={() => cardInput.current?.click()}>
            {w.cardPick}
          </button>
          <FileInput
            ref={cardInput}
            accept=".png,.json,.charx,.byaf,.yaml,.yml,.zip,.jpg,.jpeg,image/png,application/json"
            label={w.cardPick}
            testId="card-input"
            onFiles={([card]) => void begin(() => importCard(card))}
          />
        </Way>
        {busy && (
          <p className="hint" role="status">
            {w.sending}
          </p>
        )}
      </div>
    </Page>
  );
}

/** One or several, each on a line or after a blank; people paste addresses without their scheme. */
function linksIn(text: string): string[] {
  const links = text.split(/\s+/).filter((link) => link !== '');
  return [...new Set(links.map((link) => (/^[a-z][a-z\d+.-]*:\/\//i.test(link) ? link : `https://${link}`)))];
}

function Way({ name, hint, children }: { name: ReactNode; hint: string; children: ReactNode }) {
  return (
    <section className="way">
      <div>
        <h2>{name}</h2>
        <p className="hint">{hint}</p>
      </div>
      <div>{children}</div>
    </section>
  );
}
