import { useQuery } from '@tanstack/react-query';
import type { ConnectionView } from '../../../../../src/contracts/connection.js';
import {
  SPENDING_PURPOSES,
  type SpendingView,
  type SpentAmount,
} from '../../../../../src/contracts/spending.js';
import { queries } from '../../../api/queries.js';
import { ReachedLimitNote } from '../../../components/reached-limit.js';
import { moneyText } from '../../../i18n/estimate-text.js';
import { useLanguage } from '../../../i18n/language.js';
import { LIMIT_KINDS, LIMIT_PERIODS, type BudgetDraft, type BudgetErrors } from './budget-draft.js';
import './spending.css';

interface SpendingProps {
  connection: ConnectionView;
  draft: BudgetDraft;
  errors: BudgetErrors;
  onChange: (part: Partial<BudgetDraft>) => void;
}

/** What a connection was asked for, and how much it may be asked for in the background. */
export function Spending({ connection, ...limits }: SpendingProps) {
  const { words } = useLanguage();
  const w = words.spending;
  const { data: value } = useQuery(queries.spending(connection));
  return (
    <section className="spending" data-testid="spending" aria-labelledby="spending-title">
      <h2 id="spending-title">{w.title}</h2>
      <p className="hint">{w.lead}</p>
      {value?.reached && <ReachedLimitNote reached={value.reached} linked={false} />}
      {value && <SpentTable spending={value} />}
      <Limits {...limits} hasPrice={connection.price !== undefined} />
    </section>
  );
}

function SpentTable({ spending: { today, month } }: { spending: SpendingView }) {
  const { words } = useLanguage();
  const w = words.spending;
  const purposes = SPENDING_PURPOSES.filter((purpose) => month[purpose]);
  if (!purposes.length) return <p className="hint">{w.nothing}</p>;
  return (
    <table className="spent">
      <thead>
        <tr>
          <th scope="col">{w.what}</th>
          <th scope="col">{w.today}</th>
          <th scope="col">{w.month}</th>
        </tr>
      </thead>
      <tbody>
        {purposes.map((purpose) => (
          <tr key={purpose} data-testid={`spent-${purpose}`}>
            <th scope="row">{w.purposes[purpose]}</th>
            <SpentCell spent={today[purpose]} />
            <SpentCell spent={month[purpose]} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SpentCell({ spent }: { spent: SpentAmount | undefined }) {
  const { words, number } = useLanguage();
  const { amounts, unknown } = words.spending;
  if (!spent) return <td>{unknown}</td>;
  return (
    <td>
      <span>{amounts.requests(number(spent.requests))}</span>
      <small>{amounts.tokens(number(spent.tokensIn + spent.tokensOut))}</small>
      {spent.cost !== undefined && <small>{amounts.money(moneyText(spent.cost))}</small>}
    </td>
  );
}

function Limits({
  draft,
  errors,
  onChange,
  hasPrice,
}: Omit<SpendingProps, 'connection'> & { hasPrice: boolean }) {
  const { words } = useLanguage();
  const w = words.spending;
  const isWrong = LIMIT_PERIODS.some((period) => LIMIT_KINDS.some((kind) => errors[`${period}.${kind}`]));
  const saysMoney = LIMIT_PERIODS.some((period) => draft[`${period}.money`].trim());
  return (
    <fieldset className="limits">
      <legend>{w.limits}</legend>
      <p className="hint">{w.limitsHint}</p>
      <div className="limit-grid">
        <span />
        {LIMIT_KINDS.map((kind) => (
          <span key={kind} aria-hidden="true">
            {w.limitColumns[kind]}
          </span>
        ))}
        {LIMIT_PERIODS.map((period) => [
          <span key={period} aria-hidden="true">
            {w.limitRows[period]}
          </span>,
          ...LIMIT_KINDS.map((kind) => (
            <input
              key={`${period}.${kind}`}
              aria-label={`${w.limitRows[period]}${words.comma}${w.limitColumns[kind]}`}
              aria-invalid={errors[`${period}.${kind}`] ? true : undefined}
              aria-describedby={isWrong ? 'limits-wrong' : undefined}
              inputMode={kind === 'money' ? 'decimal' : 'numeric'}
              autoComplete="off"
              placeholder={w.noLimit}
              value={draft[`${period}.${kind}`]}
              onChange={(event) => onChange({ [`${period}.${kind}`]: event.target.value })}
              data-testid={`limit-${period}-${kind}`}
            />
          )),
        ])}
      </div>
      {isWrong && (
        <p id="limits-wrong" className="field-error">
          {w.wrong}
        </p>
      )}
      {saysMoney && !hasPrice && <p className="hint">{w.noPrice}</p>}
    </fieldset>
  );
}
