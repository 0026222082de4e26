import type { Sheet } from '../../../../../src/contracts/sheet.js';
import { GrowingText } from '../../../components/growing-text.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';

type Notes = NonNullable<Sheet['cardNotes']>;
const NONE: Notes = { creator: '', characterVersion: '', creatorNotes: '', tags: [], groupGreetings: [] };

/** What a card says of itself, and what else it has that no other part of the sheet shows. */
export function CardNotesReader({ sheet }: { sheet: Sheet }) {
  const { words } = useLanguage();
  const w = words.sheet.card;
  const notes = sheet.cardNotes ?? NONE;
  const facts = [
    [w.nickname, sheet.nickname ?? ''],
    [w.creator, notes.creator],
    [w.version, notes.characterVersion],
    [w.tags, notes.tags.join(words.comma)],
    [w.creatorNotes, notes.creatorNotes],
    [w.depthPrompt, sheet.depthPrompt?.text ?? ''],
    [w.groupGreetings, notes.groupGreetings.join('\n\n')],
  ].filter(([, text]) => text !== '');
  if (facts.length === 0) return null;
  return (
    <section aria-labelledby="part-card" data-testid="card-notes">
      <h2 id="part-card">{w.title}</h2>
      <dl className="card-notes">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="plain-text" lang={scriptOf(text!)}>
              {text}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The same as it is changed. */
export function CardNotesEditor({
  sheet,
  onChange,
}: {
  sheet: Sheet;
  onChange: (change: Partial<Sheet>) => void;
}) {
  const { words } = useLanguage();
  const w = words.sheet.card;
  const notes = sheet.cardNotes ?? NONE;
  const { text, depth } = sheet.depthPrompt ?? { text: '', depth: 4 };
  const put = (change: Partial<Notes>) => onChange({ cardNotes: { ...notes, ...change } });
  return (
    <section data-testid="card-notes-editor">
      <h2>{w.title}</h2>
      <Line label={w.nickname} value={sheet.nickname ?? ''} onChange={(nickname) => onChange({ nickname })} />
      <Line label={w.creator} value={notes.creator} onChange={(creator) => put({ creator })} />
      <Line
        label={w.version}
        value={notes.characterVersion}
        onChange={(characterVersion) => put({ characterVersion })}
      />
      <List label={w.tags} hint={w.tagsHint} value={notes.tags} onChange={(tags) => put({ tags })} />
      <Text
        label={w.creatorNotes}
        value={notes.creatorNotes}
        onChange={(creatorNotes) => put({ creatorNotes })}
        testid="edit-creator-notes"
      />
      <Text
        label={w.depthPrompt}
        value={text}
        onChange={(note) => onChange({ depthPrompt: { text: note, depth } })}
        testid="edit-depth-prompt"
      />
      <div className="field">
        <label>
          {w.depth}{' '}
          <input
            type="number"
            min={0}
            max={9999}
            value={depth}
            onChange={(event) =>
              onChange({
                depthPrompt: {
                  text,
                  depth: Math.min(9999, Math.max(0, Math.round(event.target.valueAsNumber || 0))),
                },
              })
            }
          />
        </label>
      </div>
      {[...notes.groupGreetings, ''].map((greeting, n) => (
        <Text
          key={n}
          label={w.groupGreetings}
          value={greeting}
          onChange={(changed) =>
            put({
              groupGreetings: [
                ...notes.groupGreetings.slice(0, n),
                changed,
                ...notes.groupGreetings.slice(n + 1),
              ].filter((one, at) => at === n || one.trim()),
            })
          }
          testid="edit-group-greeting"
        />
      ))}
    </section>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

function Line({ label, value, onChange }: FieldProps) {
  return (
    <div className="field">
      <label>
        {label} <input value={value} maxLength={200} onChange={(event) => onChange(event.target.value)} />
      </label>
    </div>
  );
}

function Text({ label, value, onChange, testid }: FieldProps & { testid: string }) {
  return (
    <div className="field">
      <span className="label">{label}</span>
      <GrowingText label={label} value={value} onChange={onChange} testid={testid} />
    </div>
  );
}

/** Parted by commas; it is read when it is left, so that a comma can be typed. */
function List({
  label,
  hint,
  value,
  onChange,
}: {
  label: string;
  hint: string;
  value: string[];
  onChange: (value: string[]) => void;
}) {
  return (
    <div className="field">
      <label>
        {label}{' '}
        <input
          defaultValue={value.join(', ')}
          title={hint}
          onBlur={(event) =>
            onChange(
              event.target.value
                .split(/[,，、]/)
                .map((item) => item.trim())
                .filter(Boolean),
            )
          }
          data-testid="edit-tags"
        />
      </label>
    </div>
  );
}
