import { s } from './plural.js';

/** What is said of background work: what it takes, what it took, and how much of it there may be. */
export const spending = {
  /** `cost`: in the currency of the price; absent where that is not known. */
  estimate: (n: number, requests: string, tokens: string, cost?: string) =>
    [
      `about ${requests} request${s(n)}`,
      `${tokens} tokens`,
      cost ? `≈ $\u00a0${cost}` : 'cost not known',
    ].join(', '),
  older: {
    offer: (n: number, messages: string, estimate: string) =>
      `Summarising ${n === 1 ? 'the older message' : `the ${messages} older messages`} takes ${estimate}.`,
    hint: 'Until then, a few of their own lines are sent instead. All of them stay searchable.',
    start: 'Start',
    notNow: 'Not now',
    limit: 'Set a limit',
    writing: (done: string, total: string) => `Summarising older messages: ${done} of ${total}`,
    begins: 'Summarising older messages…',
    stop: 'Stop',
    failed: (problem: string) => `Summarising failed: ${problem}`,
    again: 'Try again',
    foldNow: (estimate: string) => `Takes ${estimate}.`,
  },
  reached: {
    /** What the limit counts, and how far it goes. */
    title: (limit: string, period: string) => `The limit of ${limit} ${period} is reached.`,
    anew: (when: string) =>
      `It resets ${when}. Nothing is lost: the work continues then, or when you raise it.`,
    raise: 'Nothing is lost: the work continues when you raise it.',
    change: 'Change the limit',
  },
  amounts: {
    requests: (n: string) => (n === '1' ? '1 request' : `${n} requests`),
    tokens: (n: string) => `${n} tokens`,
    money: (n: string) => `$\u00a0${n}`,
  },
  per: { perDay: 'per day', perMonth: 'per month', perImport: 'per import' },

  title: 'Spending',
  lead: 'What this connection was used for. Days and months begin at midnight UTC.',
  today: 'Today',
  month: 'This month',
  nothing: 'Nothing yet this month.',
  what: 'For',
  requests: 'Requests',
  tokens: 'Tokens',
  cost: 'Cost',
  unknown: '–',
  purposes: {
    turn: 'Replies',
    fold: 'Summaries',
    rewrite: 'Rewritten summaries',
    import: 'Imported histories',
    sheet: 'Sheets',
    draft: 'Drafts',
    recall: 'Vectors for recall',
    test: 'Tests',
  },
  limits: 'Limits for background work',
  limitsHint:
    'For summaries, sheets, drafts and vectors, never for replies. Leave empty for no limit. With a limit per import, long histories are summarised without asking.',
  limitRows: { perDay: 'Per day', perMonth: 'Per month', perImport: 'Per import' },
  limitColumns: { requests: 'Requests', tokens: 'Tokens', money: 'Money' },
  noLimit: 'no limit',
  noPrice: 'A money limit works only if this connection has a price.',
  wrong: 'Enter 0 or more; requests and tokens in whole numbers.',
};
