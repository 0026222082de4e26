import type { Sheet } from '../../contracts/sheet.js';
import { fenced } from '../quoting/fence.js';
import { inOneLine } from '../../text/structure/one-line.js';

/** "From now on …", as somebody said it. */
export interface StandingRule {
  id: string;
  text: string;
}

const WORDS = {
  en: {
    settled: (user: string) => `Rules that ${user} set (“I” and “me” in them are ${user})`,
    fresh: (user: string) => `New rules that ${user} set (“I” and “me” in them are ${user}):`,
    ended: (user: string) => `Rules that ${user} took back:`,
  },
  zh: {
    settled: (user: string) => `${user}定下的规则（其中的“我”指${user}）`,
    fresh: (user: string) => `${user}新定的规则（其中的“我”指${user}）：`,
    ended: (user: string) => `${user}取消了的规则：`,
  },
};

const lines = (rules: readonly StandingRule[]) =>
  rules.map(({ text }) => `- ${fenced(inOneLine(text.trim()))}`);

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
    ...(ended.length ? [words.ended(user), ...ended] : []),
    ...(fresh.length ? [words.fresh(user), ...fresh] : []),
  ].join('\n');
}
