import { useState, type FormEvent } from 'react';
import { ingestsApi } from '../../api/ingests.js';
import { to } from '../../browser/route.js';
import { Field } from '../../components/field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { useBegin } from './begin.js';
import { WhomField } from './whom-field.js';

const MOST_LINKS = 12;

/** Pages about somebody, read together. */
export function LinkForm() {
  const { words } = useLanguage();
  const w = words.newCharacter;
  const { busy, failure, begin } = useBegin();
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const links = linksIn(url);

  function submit(event: FormEvent) {
    event.preventDefault();
    begin(async () => to.ingest((await ingestsApi.ofLinks(links, name.trim())).id));
  }

  return (
    <form className="fields" onSubmit={submit}>
      <p className="hint">{w.linkHint}</p>
      {failure && <ProblemNote failure={failure} />}
      <Field label={w.linkLabel}>
        {(input) => (
          <textarea
            {...input}
            className="links"
            rows={Math.min(Math.max(url.split('\n').length, 2), MOST_LINKS)}
            inputMode="url"
            autoCapitalize="off"
            spellCheck={false}
            placeholder="https://"
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
        )}
      </Field>
      <WhomField name={name} onChange={setName} />
      <div className="row end">
        <span className="hint" role="status">
          {busy
            ? w.sending
            : links.length > MOST_LINKS
              ? w.tooManyLinks(MOST_LINKS)
              : links.length > 1
                ? w.linkCount(links.length)
                : ''}
        </span>
        <button
          type="submit"
          className="primary wide"
          disabled={busy || links.length === 0 || links.length > MOST_LINKS}
          data-testid="link-submit"
        >
          {w.linkSubmit}
        </button>
      </div>
    </form>
  );
}

/** One or several, each on a line or after a blank; people paste addresses without their scheme. */
function linksIn(text: string): string[] {
  const links = text.split(/\s+/).filter((link) => link !== '');
  return [...new Set(links.map((link) => (/^[a-z][a-z\d+.-]*:\/\//i.test(link) ? link : `https://${link}`)))];
}
