import type { Sheet } from '../contracts/sheet.js';

/** "From now on …", as somebody said it. */
export interface StandingRule {
  id: string;
  text: string;
}

const WORDS = {
  en: {
    settled: 'Rules that were agreed on',
    fresh: 'From now on:',
    ended: 'No longer:',
  },
  zh: { settled: '约定好的规则', fresh: '从现在起：', ended: '不再适用：' },
};

const lines = (rules: readonly StandingRule[]) =>
  rules.map(({ text }) => `- ${text.trim().replace(/\s*\n\s*/g, ' ')}`);

/** The rules that stand in the system prompt, as a section of it; empty where there are none. */
export function renderSettledRules(rules: readonly StandingRule[], language: Sheet['language']): string {
  return rules.length ? [`## ${WORDS[language].settled}`, ...lines(rules)].join('\n') : '';
}

/**
 * What the tail has to say of rules: those given since the system prompt was rendered, and those of it that were taken
 * back since. Empty where there is nothing.
 */
export function renderRulesInTail(
  now: readonly StandingRule[],
  settled: readonly StandingRule[],
  language: Sheet['language'],
): string {
  const beside = (rules: readonly StandingRule[], others: readonly StandingRule[]) =>
    rules.filter(({ id }) => !others.some((other) => other.id === id));
  const words = WORDS[language];
  const fresh = lines(beside(now, settled));
  const ended = lines(beside(settled, now));
  return [
    ...(ended.length ? [words.ended, ...ended] : []),
    ...(fresh.length ? [words.fresh, ...fresh] : []),
  ].join('\n');
}
