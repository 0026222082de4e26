import { useState } from 'react';
import type { SourceRecalled } from '../../../../../src/contracts/receipt.js';
import type { SessionView } from '../../../../../src/contracts/session.js';
import { useLanguage } from '../../../i18n/language.js';
import { MemoryCharts } from '../../memory/memory-charts.js';
import { SourcePin } from '../../memory/source-pin.js';
import { TokenBudget } from '../../memory/token-budget.js';
import { ReceiptTable } from './receipt-table.js';
import { SessionChoice } from './session-choice.js';

export interface DetailsProps {
  session: SessionView;
  onChanged: (session: SessionView) => void;
  onInspect: () => void;
  onPassage: (passage: SourceRecalled) => void;
}

/** What the last turn sent, and how much is sent: folded away until somebody wants it. */
export function Details(props: DetailsProps & { open: boolean }) {
  const { session, onChanged, onInspect, onPassage } = props;
  const { words } = useLanguage();
  const [open, setOpen] = useState(props.open);
  const { receipt } = session;
  return (
    <details
      className="panel-details"
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="details"
    >
      <summary>{words.chat.detailsOf}</summary>
      {open && (
        <>
          <h4>{words.memory.label}</h4>
          {receipt ? (
            <>
              <ReceiptTable receipt={receipt} onPassage={onPassage} />
              {receipt.turnId && (
                <button type="button" className="plain" onClick={onInspect} data-testid="inspect">
                  {words.memory.inspect}
                </button>
              )}
              <MemoryCharts sessionId={session.id} turnId={receipt.turnId} />
            </>
          ) : (
            <p className="hint">{words.memory.none}</p>
          )}
          <h4>{words.memory.budget.title}</h4>
          <TokenBudget session={session} onChanged={onChanged} />
          <SessionChoice
            {...words.memory.recall}
            session={session}
            value={session.recall}
            change={(recall) => ({ recall })}
            onChanged={onChanged}
            testid="recall-measure"
          />
          <h4>{words.source.title}</h4>
          <SourcePin session={session} onChanged={onChanged} />
        </>
      )}
    </details>
  );
}
