import type { Sheet } from '../contracts/sheet.js';
import { fenced } from './fence.js';

/** "From now on …", as somebody said it. */
export interface StandingRule {
  id: string;
  text: string;
}

const WORDS = {
  en: {
    settled: (user: string) => `Rules that ${user} set (“I” and “me” in them are ${user})`,
    fresh: (user: string) => `From now on, ${user} asks (“I” and “me” are ${user}):`,
    ended: 'No longer asked for:',
  },
  zh: {
    settled: (user: string) => `${user}定下的规则（其中的“我”是${user}）`,
    fresh: (user: string) => `从现在起，${user}要求（其中的“我”是${user}）：`,
    ended: '不再要求：',
  },
};

const lines = (rules: readonly StandingRule[]) =>
  rules.map(({ text }) => `- ${fenced(text.trim().replace(/\s*\n\s*/g, ' '))}`);

/**
 * The rules that stand in the system prompt, its last part; empty where there are none.
 *
 * @param user who set them
 */
export function renderSettledRules(
  rules: readonly StandingRule[],
  user: string,
  language: Sheet['language'],
): string {
  return rules.length ? [`# ${WORDS[language].settled(user)}`, ...lines(rules)].join('\n') : '';
}

/**
 * What the tail has to say of rules: those given since the system prompt was rendered, and those of it that were taken
 * back since. Empty where there is nothing.
 */
export function renderRulesInTail(
  now: readonly StandingRule[],
  settled: readonly StandingRule[],
  user: string,
  language: Sheet['language'],
): string {
  const beside = (rules: readonly StandingRule[], others: readonly StandingRule[]) =>
    rules.filter(({ id }) => !others.some((other) => other.id === id));
  const words = WORDS[language];
  const fresh = lines(beside(now, settled));
  const ended = lines(beside(settled, now));
  return [
    ...(ended.length ? [words.ended, ...ended] : []),
    ...(fresh.length ? [words.fresh(user), ...fresh] : []),
  ].join('\n');
}
