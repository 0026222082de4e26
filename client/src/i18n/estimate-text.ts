import type { WorkEstimate } from '../../../src/contracts/spending.js';
import type { Language } from './language.js';

/** Vectors cost a millionth, which a number by itself would write as 6.4e-7. */
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

/** Money as it is shown: enough digits to tell small sums apart. */
export function moneyText(amount: number): string {
  return amount >= 1 ? amount.toFixed(2) : SMALL.format(amount);
}

/** What work takes, in one line: requests, tokens, cost. */
export function estimateText({ words, number }: Language, { requests, tokens, cost }: WorkEstimate): string {
  const sum = tokens.in + tokens.out;
  // The last digits of an estimate mean nothing.
  const rounded = sum >= 10_000 ? Math.round(sum / 1000) * 1000 : Math.round(sum / 10) * 10;
  return words.spending.estimate(
    requests,
    number(requests),
    number(rounded),
    cost === undefined ? undefined : moneyText(cost),
  );
}
