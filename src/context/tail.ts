import type { Sheet } from '../contracts/sheet.js';
import { gap } from './gap.js';
import { day, timeOfDay } from './label.js';
import { wallMinutes } from './when/zone.js';

export interface TailFacts {
  name: string;
  language: Sheet['language'];
  now: Date;
  timeZone: string;
  /** The author's instructions that belong after the history. */
  afterHistory: string;
  /** The reply before is to be carried on, not answered. */
  continues: boolean;
  /** The user's next message is to be written in their stead: who they are, and how it begins. */
  draft?: { user: string; begun: string };
  /** Rendered already; empty ones are left out. */
  recalled?: string;
  source?: string;
  pinned?: string;
  lorebook?: string;
  rules?: string;
  /** The author's note. */
  note?: string;
  /** When the message before this one was said. */
  lastAt?: Date | null;
}

/**
 * The tail: the short last part that may change every turn. It follows the user's text inside the last message, or
 * stands in a message of its own when the reply before is carried on.
 */
export function renderTail(facts: TailFacts): string {
  const { name, language, now, timeZone, draft } = facts;
  const clock = `${day(now, timeZone)} ${timeOfDay(now, timeZone)}`;
  const apart = facts.lastAt ? gap(daysBetween(facts.lastAt, now, timeZone), language) : '';
  const lines =
    language === 'zh'
      ? [
          `现在是 ${clock}。`,
          apart && `上次交谈是${apart}前。`,
          facts.note && `作者的话：${facts.note}`,
          facts.continues
            ? `${name}的上一条回复还没说完：从断开的地方接着写，不要重复。`
            : !draft && `以${name}的身份回复。`,
          draft &&
            `这一次例外：替${draft.user}写下一条对${name}说的消息，用${draft.user}的口吻。只写消息本身，不要写${name}的话。`,
          draft?.begun && `消息已经这样开头，请接着往下写，不要重复：${draft.begun}`,
        ]
      : [
          `It is now ${clock}.`,
          apart && `You last spoke ${apart} ago.`,
          facts.note && `Author's note: ${facts.note}`,
          facts.continues
            ? `Your last reply is not finished: go on as ${name} exactly where it stops, repeating nothing.`
            : !draft && `Reply as ${name}.`,
          draft &&
            `For this once, write in the stead of ${draft.user}: the next message that ${draft.user} says to ${name}, in the voice of ${draft.user}. Only its words, and none of ${name}'s.`,
          draft?.begun && `It begins like this; go on from there, repeating nothing: ${draft.begun}`,
        ];
  const { pinned = '', source = '', recalled = '', lorebook = '', rules = '' } = facts;
  const blocks = [
    source,
    pinned,
    recalled,
    lorebook,
    rules,
    ...lines,
    draft ? '' : facts.afterHistory.trim(),
  ];
  return `<tail>\n${blocks.filter(Boolean).join('\n')}\n</tail>`;
}

function daysBetween(from: Date, to: Date, timeZone: string): number {
  const dayOf = (at: Date) => Math.floor(wallMinutes(at, timeZone) / 1440);
  return dayOf(to) - dayOf(from);
}
