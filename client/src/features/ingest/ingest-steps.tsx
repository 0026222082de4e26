import type { IngestStep, IngestView } from '../../../../src/contracts/ingest.js';
import { useLanguage } from '../../i18n/language.js';

const STEPS: IngestStep[] = ['fetch', 'decode', 'read', 'choose', 'write', 'verify'];

/** The steps as a table of contents: name, leader, where it stands. */
export function IngestSteps({ ingest }: { ingest: IngestView }) {
  const { words, percent } = useLanguage();
  const w = words.ingest;
  const now = STEPS.indexOf(ingest.step);
  const over = ingest.status === 'failed' || ingest.status === 'cancelled';

  function stateOf(index: number): keyof typeof w.state {
    if (ingest.step === 'done' || index < now) return 'done';
    if (index > now) return 'later';
    if (ingest.status === 'failed') return 'failed';
    return ingest.status === 'running' ? 'now' : 'later';
  }

  return (
    <div className="steps" data-testid="ingest-status" data-status={ingest.status} data-step={ingest.step}>
      <ol>
        {STEPS.map((step, index) => {
          const state = stateOf(index);
          return (
            <li
              key={step}
              className={`step ${state}`}
              aria-current={state === 'now' ? 'step' : undefined}
              data-testid="ingest-step"
              data-step={step}
              data-state={state}
            >
              <span>{w.steps[step]}</span>
              <i aria-hidden="true" />
              <span className="state">{state === 'now' ? percent(ingest.progress) : w.state[state]}</span>
            </li>
          );
        })}
      </ol>
      {!over && (
        <>
          <progress max={1} value={ingest.progress} aria-label={w.title} />
          <p className="hint" role="status">
            {ingest.status === 'queued' ? w.queued : ingest.message}
          </p>
        </>
      )}
    </div>
  );
}
