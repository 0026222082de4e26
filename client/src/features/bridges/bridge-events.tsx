import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BridgeEvent, BridgeKind, BridgeView } from '../../../../src/contracts/bridge.js';
import { queries } from '../../api/queries.js';
import { to } from '../../browser/route.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

/** What happened at a bridge, the newest first; no texts. */
export function BridgeEvents({ bridge }: { bridge: BridgeView }) {
  const { words } = useLanguage();
  const [open, setOpen] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="bridge-events">
      <summary>{words.bridges.events}</summary>
      {open && <Events bridge={bridge} />}
    </details>
  );
}

function Events({ bridge }: { bridge: BridgeView }) {
  const { words } = useLanguage();
  const { data, error, refetch } = useQuery(queries.bridgeEvents(bridge.id));
  if (error) return <ProblemNote failure={error} retry={refetch} />;
  if (data?.items.length === 0) return <p className="hint">{words.bridges.noEvents}</p>;
  return (
    <ol className="bridge-events">
      {data?.items.map((event, n) => (
        <Event key={`${event.at} ${n}`} event={event} kind={bridge.kind} />
      ))}
    </ol>
  );
}

function Event({ event, kind }: { event: BridgeEvent; kind: BridgeKind }) {
  const { words, when } = useLanguage();
  const w = words.bridges;
  const { why, sessionId, chat } = event.params;
  const said = w.happened[event.code] ?? event.code;
  return (
    <li>
      <time dateTime={event.at}>{when(event.at)}</time>
      <span>
        {why === undefined ? said : w.because(said, w.why(String(why), kind))}
        {chat !== undefined && <small className="hint"> {chat}</small>}{' '}
        {typeof sessionId === 'string' && <a href={to.session(sessionId)}>{w.toSession}</a>}
      </span>
    </li>
  );
}
