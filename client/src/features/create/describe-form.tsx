import { useEffect, useRef, useState, type FormEvent } from 'react';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { go, to } from '../../browser/route.js';
import { useUnloadGuard } from '../../browser/unsaved-guard.js';
import { Field } from '../../components/field.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { DraftFromIdea } from './draft-from-idea.js';
import { PictureField } from '../picture/picture-field.js';
import { useLanguage } from '../../i18n/language.js';
import { begunDescription, BLANK, filledIn, sheetOf, type Description } from './description.js';

const LONGEST_NAME = 200;

/** Somebody of one's own: whatever is filled in becomes the sheet, word for word. */
export function DescribeForm() {
  const { words } = useLanguage();
  const w = words.newCharacter.describe;
  const [typed, setTyped] = useState(begunDescription.get);
  const [nameless, setNameless] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const name = useRef<HTMLInputElement>(null);
  /** Who was made and has yet to get the picture. */
  const made = useRef<string>(undefined);

  useEffect(() => begunDescription.set(typed), [typed]);
  // Another page of the app loses nothing: what was begun is kept.
  useUnloadGuard(typed !== BLANK);

  const change = (part: Partial<Description>) => setTyped((now) => ({ ...now, ...part }));

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!typed.name.trim()) {
      setNameless(true);
      name.current?.focus();
      return;
    }
    setBusy(true);
    setFailure(null);
    try {
      made.current ??= (await api.makeCharacter(typed.name.trim(), sheetOf(typed))).id;
      const id = made.current;
      if (typed.picture) await api.setAvatar(id, typed.picture);
      setTyped(BLANK);
      begunDescription.set(BLANK);
      go(to.character(id));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  const text = (field: 'description' | 'personality' | 'scenario' | 'examples', rows: number) => (
    <Field label={w.names[field]} hint={w.hints[field]}>
      {(input) => (
        <textarea
          {...input}
          className="describing"
          rows={rows}
          value={typed[field]}
          onChange={(event) => change({ [field]: event.target.value })}
          data-testid={`describe-${field}`}
        />
      )}
    </Field>
  );

  return (
    <form className="fields" noValidate onSubmit={(event) => void submit(event)} data-testid="describe-form">
      <DraftFromIdea onDraft={(draft) => setTyped((now) => filledIn(now, draft))} />
      <div className="describing-head">
        <PictureField picture={typed.picture} onChange={(picture) => change({ picture })} />
        <div className="fields">
          <Field label={w.names.name} error={nameless && !typed.name.trim() && w.nameless}>
            {(input) => (
              <input
                {...input}
                ref={name}
                autoComplete="off"
                maxLength={LONGEST_NAME}
                value={typed.name}
                onChange={(event) => change({ name: event.target.value })}
                data-testid="describe-name"
              />
            )}
          </Field>
          {text('personality', 2)}
        </div>
      </div>
      {text('description', 6)}
      <fieldset className="greetings">
        <legend>{w.names.greetings}</legend>
        <Greetings greetings={typed.greetings} onChange={(greetings) => change({ greetings })} />
        <p className="hint">{w.hints.greetings}</p>
      </fieldset>
      {text('scenario', 2)}
      {text('examples', 4)}
      <Field label={w.names.tags} hint={w.hints.tags}>
        {(input) => (
          <input
            {...input}
            autoComplete="off"
            value={typed.tags}
            onChange={(event) => change({ tags: event.target.value })}
            data-testid="describe-tags"
          />
        )}
      </Field>
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        <button type="submit" className="primary wide" disabled={busy} data-testid="describe-submit">
          {w.submit}
        </button>
      </div>
    </form>
  );
}

function Greetings({ greetings, onChange }: { greetings: string[]; onChange: (all: string[]) => void }) {
  const { words } = useLanguage();
  const w = words.newCharacter.describe;
  return (
    <>
      {greetings.map((greeting, n) => (
        <div key={n} className="describing-greeting">
          <textarea
            className="describing"
            rows={3}
            aria-label={`${w.names.greetings} ${n + 1}`}
            value={greeting}
            onChange={(event) => onChange(greetings.with(n, event.target.value))}
            data-testid="describe-greeting"
          />
          {greetings.length > 1 && (
            <button
              type="button"
              className="round"
              aria-label={words.sheet.removeGreeting}
              title={words.sheet.removeGreeting}
              onClick={() => onChange(greetings.toSpliced(n, 1))}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      <button
        type="button"
        className="plain"
        onClick={() => onChange([...greetings, ''])}
        data-testid="describe-add-greeting"
      >
        <Icon name="plus" />
        {words.sheet.addGreeting}
      </button>
    </>
  );
}
