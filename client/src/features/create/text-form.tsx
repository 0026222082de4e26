import { useRef, useState, type FormEvent } from 'react';
import { ingestsApi } from '../../api/ingests.js';
import { to } from '../../browser/route.js';
import { Field } from '../../components/field.js';
import { FileInput } from '../../components/file-input.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { importFiles } from '../import/imports-store.js';
import { useBegin } from './begin.js';
import { WhomField } from './whom-field.js';

/** What the choice of files shows; more is told apart by what is in it. */
const READABLE =
  '.txt,.md,.markdown,.epub,.mobi,.azw3,.fb2,.docx,.odt,.rtf,.pdf,.html,.htm,.xhtml,.mhtml,.mht,.zip,.xlsx,.csv,.tsv,.srt,.ass,.ssa,.vtt,.fountain,.yaml,.yml,.jsonl,.log,.png,.json,.charx,.byaf,text/*';

/** A novel, any other file, or a text that is pasted: whoever is in it is found. */
export function TextForm() {
  const { words } = useLanguage();
  const w = words.newCharacter;
  const { busy, failure, begin } = useBegin();
  const [name, setName] = useState('');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);

  function submit(event: FormEvent) {
    event.preventDefault();
    begin(async () => to.ingest((await ingestsApi.ofText(text, title.trim(), name.trim())).id));
  }

  return (
    <form className="fields" onSubmit={submit}>
      <p className="hint">{w.filesHint}</p>
      {failure && <ProblemNote failure={failure} />}
      <WhomField name={name} onChange={setName} />
      <div className="drop-zone" data-testid="drop-zone">
        <span>{w.drop}</span>
        <button type="button" className="quiet" disabled={busy} onClick={() => input.current?.click()}>
          {w.pick}
        </button>
        <FileInput
          ref={input}
          multiple
          accept={READABLE}
          label={w.pick}
          testId="file-input"
          onFiles={(files) => begin(() => importFiles(files, name.trim()))}
        />
      </div>
      <Field label={w.text} hint={w.textHint}>
        {(field) => (
          <textarea
            {...field}
            rows={5}
            value={text}
            onChange={(event) => setText(event.target.value)}
            data-testid="paste-text"
          />
        )}
      </Field>
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
      {busy && (
        <p className="hint" role="status">
          {w.sending}
        </p>
      )}
    </form>
  );
}
