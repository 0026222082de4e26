import { useMemo } from 'react';
import type { Sheet } from '../../../../../src/contracts/sheet.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { isNothing, marksOf, sheetChanges, type ClaimChange, type TextChange } from './sheet-changes.js';
import './changes.css';

/** What changed between two versions of a sheet, to be read like a proof: what went is struck, what came is marked. */
export function ChangesView({ before, after }: { before: Sheet; after: Sheet }) {
  const { words } = useLanguage();
  const changes = useMemo(() => sheetChanges(before, after), [before, after]);
  const w = words.sheet;
  if (isNothing(changes)) return <p className="hint">{words.review.noChanges}</p>;
  return (
    <div className="sheet-text changes" data-testid="sheet-changes">
      {changes.claims.map(({ part, changes: claims }) => (
        <Group key={part} title={w.parts[part]}>
          {claims.map((change) => (
            <ClaimItem key={`${change.before?.id} ${change.after?.id}`} change={change} />
          ))}
        </Group>
      ))}
      {changes.texts.map(({ field, change }) => (
        <Group key={field} title={w[field]}>
          <Item change={change} />
        </Group>
      ))}
      {changes.card.length > 0 && (
        <Group title={w.card.title}>
          {changes.card.map((change) => (
            <Item key={change.before + change.after} change={change} />
          ))}
        </Group>
      )}
      {changes.greetings.length > 0 && (
        <Group title={w.greetings}>
          {changes.greetings.map((change) => (
            <Item key={change.before + change.after} change={change} />
          ))}
        </Group>
      )}
      {(changes.lorebook.length > 0 || changes.lorebookByKeys !== null) && (
        <Group title={words.lorebook.title}>
          {changes.lorebookByKeys !== null && (
            <li data-testid="change" data-kind="switch">
              <p>{changes.lorebookByKeys ? words.lorebook.byKeys : words.lorebook.whole}</p>
            </li>
          )}
          {changes.lorebook.map((change) => (
            <Item key={change.before + change.after} change={change} />
          ))}
        </Group>
      )}
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

function ClaimItem({ change: { before, after, movedFrom } }: { change: ClaimChange }) {
  const { words } = useLanguage();
  const w = words.review;
  const notes = [
    ...(movedFrom ? [`${w.moved} ${words.sheet.parts[movedFrom]}`] : []),
    ...(before && after && before.kind !== after.kind
      ? [`${words.sheet.kinds[before.kind]} → ${words.sheet.kinds[after.kind]}`]
      : []),
    ...(before && after && before.text === after.text && before.kind === after.kind && !movedFrom
      ? [w.cited]
      : []),
  ];
  const shownClaim = (claim: typeof before) =>
    claim ? `${claim.about ? `${claim.about}: ` : ''}${claim.text}` : '';
  return <Item change={{ before: shownClaim(before), after: shownClaim(after) }} notes={notes} />;
}

function Item({ change, notes = [] }: { change: TextChange; notes?: string[] }) {
  const { words } = useLanguage();
  const w = words.review;
  const kind = !change.before ? 'added' : !change.after ? 'removed' : 'reworded';
  const label = change.before === change.after ? [] : [w[kind]];
  return (
    <li className={kind} data-testid="change" data-kind={kind}>
      <p lang={scriptOf(change.after || change.before)}>
        {marksOf(change).map(({ text, kind: mark }, n) =>
          mark === 'added' ? (
            <ins key={n}>{text}</ins>
          ) : mark === 'removed' ? (
            <del key={n}>{text}</del>
          ) : (
            <span key={n}>{text}</span>
          ),
        )}
      </p>
      <small lang={words.tag}>{[...label, ...notes].join(' · ')}</small>
    </li>
  );
}
