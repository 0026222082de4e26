import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import type { SourceRecalled } from '../../../../src/contracts/receipt.js';
import type { RequestPart } from '../../../../src/contracts/turn.js';
import { api } from '../../api/api.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { RecalledPassages } from './recalled-passages.js';
import { Panel } from '../../components/panel.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import './memory.css';
import { Waiting } from '../../components/loading/waiting.js';

/** What a turn sent, part by part: the very request, rebuilt from the database. */
export function SentRequest({
  sessionId,
  turnId,
  onPassage,
  onClose,
}: {
  sessionId: string;
  turnId: string;
  onPassage: (passage: SourceRecalled) => void;
  onClose: () => void;
}) {
  const { words } = useLanguage();
  const w = words.memory;
  const { data, error, refetch } = useQuery(queries.sent(sessionId, turnId));
  return (
    <Panel title={w.sentTitle} onClose={onClose} testid="sent-request">
      {error && <ProblemNote failure={error} retry={refetch} />}
      {!data && !error && <Waiting />}
      {data && (
        <section className="sent">
          <p className="hint">{data.exact ? w.exact : w.notExact}</p>
          <div className="sent-bar" aria-hidden="true">
            {data.parts.map((part) => (
              <span
                key={part.kind}
                className={part.kind}
                data-part={part.kind}
                style={{ flexGrow: part.bytes }}
              />
            ))}
          </div>
          <ul>
            {data.parts.map((part) => (
              <Part key={part.kind} part={part} sessionId={sessionId} />
            ))}
          </ul>
          {data.receipt.prefixMovedBy && (
            <p className="hint">{`${w.moved} ${w.movedBy[data.receipt.prefixMovedBy]}.`}</p>
          )}
          <Recalled recalledFor={data.receipt.recalledFor} />
          {data.receipt.sourceRecalled && (
            <RecalledPassages recalled={data.receipt.sourceRecalled} onOpen={onPassage} />
          )}
          <a className="button plain" href={api.sentUrl(sessionId, turnId)} download>
            <Icon name="save" />
            {w.saveJson}
          </a>
        </section>
      )}
    </Panel>
  );
}

function Part({ part, sessionId }: { part: RequestPart; sessionId: string }) {
  const { words, number, size, percent } = useLanguage();
  const w = words.memory;
  return (
    <li className={`sent-part ${part.kind}`}>
      <details>
        <summary>
          <span className="swatch" data-part={part.kind} aria-hidden="true" />
          <strong>{w.parts[part.kind]}</strong>
          <span className="figures">{`${w.tokens(number(part.tokens))} · ${size(part.bytes)}`}</span>
          <span className="hint">
            {part.kind === 'history' && w.historyPart(number(part.messages ?? 0)) + words.between}
            {part.kind === 'tail'
              ? w.tailPart
              : w.keptPart(percent(part.bytes ? part.keptBytes / part.bytes : 0))}
          </span>
        </summary>
        {part.text === undefined ? (
          <History sessionId={sessionId} before={(part.toSeq ?? 0) + 1} from={part.fromSeq ?? 1} />
        ) : (
          <pre lang={scriptOf(part.text)}>{part.text}</pre>
        )}
      </details>
    </li>
  );
}

/** The messages as they were sent, newest page first; earlier ones on request. */
function History({ sessionId, before, from }: { sessionId: string; before: number; from: number }) {
  const { words } = useLanguage();
  const [items, setItems] = useState<MessageView[] | null>(null);
  const first = items?.[0]?.seq ?? before;
  const load = () =>
    void api
      .messages(sessionId, first, 50)
      .then(({ items: older }) =>
        setItems((known) => [...older.filter(({ seq }) => seq >= from), ...(known ?? [])]),
      )
      .catch(() => setItems((known) => known ?? []));
  return (
    <>
      {first > from && (
        <button type="button" className="plain" onClick={load}>
          {items ? words.sheet.earlier : words.memory.showMessages}
        </button>
      )}
      {items && (
        <ol className="sent-messages">
          {items.map(({ id, seq, speaker, content }) => (
            <li key={id} lang={scriptOf(content)}>
              <span className="hint">{`#${seq} ${speaker}`}</span>
              <p>{content}</p>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function Recalled({ recalledFor }: { recalledFor: Record<number, string[]> | undefined }) {
  const { words } = useLanguage();
  const w = words.memory;
  const found = Object.entries(recalledFor ?? {});
  if (!found.length) return null;
  return (
    <details>
      <summary>{w.recalledWhy(found.length)}</summary>
      <ul className="recalled">
        {found.map(([seq, why]) => (
          <li key={seq}>
            <strong>{`#${seq}`}</strong>{' '}
            {why
              .map(
                (reason) =>
                  ({ neighbour: w.neighbour, meaning: w.meaning, fact: w.facts.why })[reason] ?? reason,
              )
              .join(words.comma)}
          </li>
        ))}
      </ul>
    </details>
  );
}
