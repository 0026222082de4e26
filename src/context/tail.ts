import type { Sheet } from '../characters/sheet.js';
import { day, timeOfDay } from './label.js';

export interface TailFacts {
  name: string;
  language: Sheet['language'];
  now: Date;
  timeZone: string;
  /** The author's instructions that belong after the history. */
  afterHistory: string;
  /** The reply before is to be carried on, not answered. */
  goOn: boolean;
  /** Rendered already; empty ones are left out. */
  recalled?: string;
  lorebook?: string;
  rules?: string;
  /** When the message before this one was said. */
  lastAt?: Date | null;
}

/**
 * The tail: the short last part that may change every turn. It follows the user's text inside the last message, or
 * stands in a message of its own when the reply before is carried on.
 */
export function renderTail(facts: TailFacts): string {
  const { name, language, now, timeZone } = facts;
  const clock = `${day(now, timeZone)} ${timeOfDay(now, timeZone)}`;
  const lines =
    language === 'zh'
      ? [
          `现在是 ${clock}。`,
          facts.goOn
            ? `${name}的上一条回复还没说完：从断开的地方接着写，不要重复。`
            : `以${name}的身份回复。`,
        ]
      : [
          `It is now ${clock}.`,
          facts.goOn
            ? `Your last reply is not finished: go on as ${name} exactly where it stops, repeating nothing.`
            : `Reply as ${name}.`,
        ];
  const { recalled = '', lorebook = '', rules = '' } = facts;
  const blocks = [recalled, lorebook, rules, ...lines, facts.afterHistory.trim()];
  return `<tail>\n${blocks.filter(Boolean).join('\n')}\n</tail>`;
}
