import type { ReachedLimit } from '../../../src/contracts/spending.js';
import { to } from '../browser/route.js';
import { moneyText } from '../i18n/estimate-text.js';
import { useLanguage } from '../i18n/language.js';

/** A limit that background work waits for, and when it begins anew. @param linked whether it leads to the limits */
export function ReachedLimitNote({ reached, linked }: { reached: ReachedLimit; linked: boolean }) {
  const { words, number, when } = useLanguage();
  const w = words.spending;
  const { what, limit, period, beginsAnew, connectionId } = reached;
  const amount = w.amounts[what](what === 'money' ? moneyText(limit) : number(limit));
  return (
    <p className="note" role="status" data-testid="limit-reached">
      <span>
        {w.reached.title(amount, w.per[period])}
        {words.between}
        {beginsAnew ? w.reached.anew(when(beginsAnew)) : w.reached.raise}
        {linked && (
          <>
            {words.between}
            <a href={to.models(connectionId)}>{w.reached.change}</a>
          </>
        )}
      </span>
    </p>
  );
}
