import { useMemo, type ReactNode } from 'react';
import { calledName } from '../../../../../src/contracts/called-name.js';
import type { Citation, Claim, Sheet } from '../../../../../src/contracts/sheet.js';
import { MessageText } from '../../messages/prose/message-text.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { LorebookList } from '../../lorebook/lorebook-list.js';
import { CardNotesReader } from '../card/card-notes.js';
import { CardScripts } from '../card/card-scripts.js';
import { ClaimLine } from './claim-line.js';
import { dialoguesOf } from './dialogues.js';
import { ExampleDialogues } from './example-dialogues.js';
import { KindMark } from './kind-mark.js';
import { readerIn, sheetAsRead } from './as-read.js';
import { CLAIM_PARTS } from '../../../../../src/contracts/claim-parts.js';
import { disputes, numberCitations } from './claims.js';

interface SheetReaderProps {
  /** The character's. */
  name: string;
  sheet: Sheet;
  opened: object | null;
  onOpen: (citation: Citation) => void;
  onEditLorebook?: () => void;
}

const NONE: Claim[] = [];

/** A sheet as it is read: its parts in order, every claim with the marks of its citations. */
export function SheetReader({ name, sheet: written, opened, onOpen, onEditLorebook }: SheetReaderProps) {
  const { words } = useLanguage();
  const w = words.sheet;
  const sheet = useMemo(() => sheetAsRead(written, name), [written, name]);
  const numbers = useMemo(() => numberCitations(sheet), [sheet]);
  const against = useMemo(() => disputes(sheet), [sheet]);
  const parts = CLAIM_PARTS.filter((part) => sheet[part].length > 0);
  // A card is all its author's word: there is nothing to tell apart.
  const hasKinds = parts.some((part) => sheet[part].some(({ kind }) => kind !== 'invented'));
  const char = calledName(name, sheet);
  const speakers = [char, name, readerIn[sheet.language]];
  const empty = !parts.length && !sheet.scenario && !sheet.greetings.length && !sheet.instructions;
  return (
    <div className="sheet-text">
      {hasKinds && (
        <ul className="kinds">
          {(['stated', 'inferred', 'invented'] as const).map((kind) => (
            <li key={kind}>
              <KindMark kind={kind} />
              <span>
                <b>{w.kinds[kind]}</b> {w.kindsLong[kind]}
              </span>
            </li>
          ))}
        </ul>
      )}
      {empty && <p className="hint">{w.empty}</p>}
      {parts.map((part) => (
        <Part key={part} id={part} title={w.parts[part]}>
          <ul className={`claims ${part} ${hasKinds ? '' : 'unmarked'}`}>
            {sheet[part].map((claim) => {
              const isCards = part === 'examples' && !claim.citations.length;
              const dialogues = isCards ? dialoguesOf(claim.text, speakers) : null;
              return dialogues ? (
                <li key={claim.id}>
                  <ExampleDialogues dialogues={dialogues} char={char} />
                </li>
              ) : (
                <ClaimLine
                  key={claim.id}
                  claim={claim}
                  hasKinds={hasKinds}
                  numbers={numbers}
                  against={against.get(claim.id) ?? NONE}
                  opened={opened}
                  onOpen={onOpen}
                />
              );
            })}
          </ul>
        </Part>
      ))}
      {sheet.scenario && (
        <Part id="scenario" title={w.scenario}>
          <MessageText text={sheet.scenario} />
        </Part>
      )}
      {sheet.greetings.length > 0 && (
        <Part id="greetings" title={w.greetings}>
          {sheet.greetings.map((greeting, i) => (
            <div key={i} className="greeting">
              {i === 0 && sheet.greetings.length > 1 && <p className="eyebrow">{w.greetingDefault}</p>}
              <MessageText text={greeting} />
            </div>
          ))}
        </Part>
      )}
      {sheet.lorebook && sheet.lorebook.entries.length > 0 && (
        <Part id="lorebook" title={words.lorebook.title}>
          <LorebookList lorebook={sheet.lorebook} byKeys={sheet.lorebookByKeys} onEdit={onEditLorebook} />
        </Part>
      )}
      {sheet.instructions && (
        <Part id="instructions" title={w.instructions}>
          <Plain text={sheet.instructions} />
        </Part>
      )}
      {sheet.afterHistory && (
        <Part id="after-history" title={w.afterHistory}>
          <Plain text={sheet.afterHistory} />
        </Part>
      )}
      <CardNotesReader sheet={sheet} />
      <CardScripts scripts={sheet.scripts} />
    </div>
  );
}

function Part({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={`part-${id}`} data-testid="sheet-part" data-part={id}>
      <h2 id={`part-${id}`}>{title}</h2>
      {children}
    </section>
  );
}

function Plain({ text }: { text: string }) {
  return (
    <p className="plain-text" lang={scriptOf(text)}>
      {text}
    </p>
  );
}
