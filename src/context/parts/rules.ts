import type { Sheet } from '../../contracts/sheet.js';
import { fenced } from '../quoting/fence.js';
import { inOneLine } from '../../text/structure/one-line.js';

/** "From now on …", as somebody said it. */
export interface StandingRule {
  id: string;
  text: string;
}

/** One, and when it was given, or taken back. */
export interface DatedRule extends StandingRule {
  at: Date;
}

const WORDS = {
  en: {
    standing: (user: string) => `Rules set by ${user} (“I” and “me” in them mean ${user})`,
    fresh: (user: string) => `New rules set by ${user} (“I” and “me” in them mean ${user}):`,
    ended: (user: string) => `Rules that ${user} took back:`,
  },
  zh: {
    standing: (user: string) => `${user}定下的规则（其中的“我”指${user}）`,
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
  return rules.length ? [`# ${WORDS[language].standing(user)}`, ...lines(rules)].join('\n') : '';
}

/** What the tail says of rules beside those of the system prompt. */
export interface RulesInTail {
  now: readonly DatedRule[];
  /** Those that stand in the system prompt. */
  settled: readonly StandingRule[];
  /** Those that were taken back lately: the story goes on as they had it, unless somebody says so once. */
  ended: readonly DatedRule[];
  /** What was given, or taken back, since is new; null where nothing was said yet. */
  since: Date | null;
}

/**
 * What the tail has to say of rules: those given since the system prompt was rendered, and those of it that were taken
 * back since, and others once. Empty where there is nothing.
 */
export function renderRulesInTail(
  { now, settled, ended, since }: RulesInTail,
  user: string,
  language: Sheet['language'],
): string {
  const words = WORDS[language];
  const colon = language === 'zh' ? '：' : ':';
  const beside = now.filter(({ id }) => !settled.some((other) => other.id === id));
  const isNew = ({ at }: DatedRule) => since !== null && at > since;
  const block = (heading: string, rules: readonly StandingRule[]) =>
    rules.length ? [heading, ...lines(rules)] : [];
  const gone = settled.filter(({ id }) => !now.some((other) => other.id === id));
  const fromTail = ended.filter((rule) => isNew(rule) && !gone.some(({ id }) => id === rule.id));
  return [
    ...block(words.ended(user), [...gone, ...fromTail]),
    ...block(
      words.standing(user) + colon,
      beside.filter((rule) => !isNew(rule)),
    ),
    ...block(words.fresh(user), beside.filter(isNew)),
  ].join('\n');
}
