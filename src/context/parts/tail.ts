import type { Sheet } from '../../contracts/sheet.js';
import { settleMacros } from '../../text/macros.js';
import { fenced } from '../quoting/fence.js';
import { gap } from '../when/gap.js';
import { day, timeOfDay } from '../when/day-label.js';
import { wallMinutes } from '../when/zone.js';
import { inOneLine } from '../../text/structure/one-line.js';

/** What a reply is to be. */
export type TailTask =
  /** @property outside all that is to be answered was said outside the story */
  | { kind: 'reply'; outside?: boolean }
  /** The reply before is to be carried on. @property end how it ends */
  | { kind: 'continue'; end: string }
  /** The user's next message is to be written in their stead. @property begun how it begins already */
  | { kind: 'draft'; begun: string };

export interface TailFacts {
  /** The character's name, and the persona's. */
  name: string;
  user: string;
  language: Sheet['language'];
  now: Date;
  timeZone: string;
  /** The story has a time of its own: no date is told. */
  ownTime?: boolean;
  task: TailTask;
  /** What stands after the history, of the author and the owner. */
  afterHistory: string;
  /** What the owner has asked for in other words than ours. */
  prompts?: Partial<TailPrompts>;
  /** Rendered already; empty ones are left out. */
  recalled?: string;
  source?: string;
  pinned?: string;
  lorebook?: string;
  rules?: string;
  /** The author's note on the character, which belongs above the newest messages. */
  depthPrompt?: string;
  /** The author's note. */
  note?: string;
  /** For this reply only. */
  noteOnce?: string;
  /** When the message before this one was said. */
  lastAt?: Date | null;
}

/** What asks for the model's part, with macros for what differs. */
export interface TailPrompts {
  reply: string;
  /** `{{end}}` is how the reply ends that is carried on, `{{go_on}}` whether that is a whole sentence. */
  continue: string;
  impersonate: string;
}

interface Words {
  clock(at: string): string;
  apart(gap: string): string;
  /** In a story with a time of its own. */
  pause(gap: string): string;
  /** Asks for an answer to what was said outside the story. */
  outside: string;
  note(text: string): string;
  noteOnce(text: string): string;
  /** How a reply is carried on that ends with a whole sentence, and one that breaks off. */
  goOn: { whole: string; broken: string };
  begun(text: string): string;
}

/** What the clock is called. */
const CLOCK = { en: 'Real time: ', zh: '现实时间：' };
export const CLOCK_LABELS: readonly string[] = Object.values(CLOCK);

/** How it is told that the user was away from a story that has a time of its own. */
export const PAUSE: Record<Sheet['language'], [string, string]> = {
  en: ['A pause of ', ' lies before this message; by itself it passes no time in the story.'],
  zh: ['这条消息之前停了', '；故事里的时间并不因此过去。'],
};

/** What the author's note is called, and one for a single reply. */
const NOTE = { en: "Author's note, for you alone: ", zh: '作者注释（只给你看）：' };
const NOTE_ONCE = {
  en: "Author's note, for you alone and for this reply only: ",
  zh: '作者注释（只给你看，只管这一条回复）：',
};
export const NOTE_LABELS: readonly string[] = [NOTE, NOTE_ONCE].flatMap((labels) =>
  Object.values(labels).map((label) => label.trimEnd()),
);

/** Our own words. */
export const TAIL_PROMPTS: Record<Sheet['language'], TailPrompts> = {
  en: {
    reply: "Answer {{user}}'s last message above: write {{char}}'s next message.",
    continue: "Do not answer. Carry on {{char}}'s last message, which ends:\n{{end}}\n{{go_on}}",
    impersonate:
      "This time, write {{user}}'s next message to {{char}}: in the form and length of {{user}}'s earlier messages, deeds " +
      "included. Only that message, and nothing of {{char}}'s.",
  },
  zh: {
    reply: '接着上面{{user}}的最后一条消息，写{{char}}的下一条消息。',
    continue: '不要另写一条。把{{char}}的上一条消息写下去，它的结尾是：\n{{end}}\n{{go_on}}',
    impersonate:
      '这一次例外：替{{user}}写下一条消息（{{user}}的话和动作），写法和长短照{{user}}先前的消息。只写这一条，不写{{char}}的话和举动。',
  },
};

const WORDS: Record<Sheet['language'], Words> = {
  en: {
    clock: (at) => `${CLOCK.en}${at}.`,
    apart: (gap) => `The message before was ${gap} ago.`,
    pause: (gap) => `${PAUSE.en[0]}${gap}${PAUSE.en[1]}`,
    outside:
      "{{user}}'s last message above is said outside the story. Write what it asks of the story as {{char}}'s next message; answer anything else in [OOC: …] alone.",
    note: (text) => NOTE.en + text,
    noteOnce: (text) => NOTE_ONCE.en + text,
    goOn: {
      whole: 'Write what comes right after this, repeating nothing.',
      broken: 'It breaks off there: go on with the next word, repeating nothing.',
    },
    begun: (text) => `It begins like this; go on from there, repeating nothing: ${text}`,
  },
  zh: {
    clock: (at) => `${CLOCK.zh}${at}。`,
    apart: (gap) => `上一条消息是${gap}前的。`,
    pause: (gap) => `${PAUSE.zh[0]}${gap}${PAUSE.zh[1]}`,
    outside:
      '上面{{user}}的最后一条消息是戏外的话。要写进故事的，就写成{{char}}的下一条消息；别的，只用 [OOC：……] 回答。',
    note: (text) => NOTE.zh + text,
    noteOnce: (text) => NOTE_ONCE.zh + text,
    goOn: {
      whole: '接着往下写，不要重复已有的字。',
      broken: '话断在这里：从下一个字接着写，不要重复已有的字。',
    },
    begun: (text) => `消息已经这样开头，请接着往下写，不要重复：${text}`,
  },
};

/** What asks for a reply, in each language. */
export function replyTasks(char: string, user: string): string[] {
  const texts = [
    ...Object.values(TAIL_PROMPTS).map(({ reply }) => reply),
    WORDS.en.outside,
    WORDS.zh.outside,
  ];
  return texts.map((text) => settleMacros(text, { char, user }));
}

/** In UTF-16 units, of a reply that is carried on, to say where. */
const SHOWN_END = 60;
/** A sentence, or an action between asterisks, that is over. */
const WHOLE = /[.!?…。！？~～*)）\]】"”’」』]\s*$/u;

/**
 * The tail: the short last part that may change every turn. It follows the user's text inside the last message, or
 * stands in a message of its own when the reply before is carried on.
 */
export function renderTail(facts: TailFacts): string {
  const { language, now, timeZone, ownTime, task } = facts;
  const words = WORDS[language];
  const apart = facts.lastAt ? gap(daysBetween(facts.lastAt, now, timeZone), language) : '';
  const {
    pinned = '',
    source = '',
    recalled = '',
    lorebook = '',
    rules = '',
    note = '',
    noteOnce = '',
  } = facts;
  // Who writes in the user's stead writes as the user: what was asked of the character does not bind them.
  const notes = [note && words.note(fenced(note)), noteOnce && words.noteOnce(fenced(noteOnce))];
  const forCharacter = task.kind === 'draft' ? [] : [rules, ...notes];
  const blocks = [
    source,
    pinned,
    recalled,
    lorebook,
    task.kind === 'draft' ? '' : fenced(facts.depthPrompt?.trim() ?? ''),
    ownTime ? '' : words.clock(`${day(now, timeZone, language)} ${timeOfDay(now, timeZone)}`),
    apart && (ownTime ? words.pause(apart) : words.apart(apart)),
    ...forCharacter,
    ...taskLines(facts),
    task.kind === 'draft' ? '' : fenced(facts.afterHistory.trim()),
  ];
  return `<tail>\n${blocks.filter(Boolean).join('\n')}\n</tail>`;
}

function taskLines({ name, user, language, task, prompts }: TailFacts): string[] {
  const words = WORDS[language];
  const { kind } = task;
  const asked = kind === 'draft' ? 'impersonate' : kind;
  const more: Record<string, string> =
    kind === 'continue'
      ? {
          end: inOneLine(lastOf(task.end.trimEnd(), SHOWN_END)),
          go_on: WHOLE.test(task.end) ? words.goOn.whole : words.goOn.broken,
        }
      : {};
  const isOutside = task.kind === 'reply' && task.outside;
  const text = prompts?.[asked] ?? (isOutside ? words.outside : TAIL_PROMPTS[language][asked]);
  const begun = kind === 'draft' && task.begun ? words.begun(fenced(task.begun)) : '';
  return [fenced(settleMacros(text, { char: name, user, more }).trim()), begun];
}

/** The end of a text from a word on, about so many UTF-16 units. */
function lastOf(text: string, units: number): string {
  if (text.length <= units) return text;
  const cut = text.slice(-units);
  const blank = cut.search(/\s/);
  return `…${(blank >= 0 && blank < units / 2 ? cut.slice(blank) : cut.replace(/^[\uDC00-\uDFFF]/, '')).trim()}`;
}

function daysBetween(from: Date, to: Date, timeZone: string): number {
  const dayOf = (at: Date) => Math.floor(wallMinutes(at, timeZone) / 1440);
  return dayOf(to) - dayOf(from);
}
