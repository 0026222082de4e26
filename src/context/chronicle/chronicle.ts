import type { Sheet } from '../../contracts/sheet.js';
import { fenced } from '../quoting/fence.js';
import { type Calendar, day } from '../when/day-label.js';
import { type PinnedMessage, renderPins } from '../parts/pins.js';

/** An entry of the chronicle: what stands for a stretch of history. */
export interface ChronicleEntryText {
  fromSeq: number;
  toSeq: number;
  fromAt: Date;
  toAt: Date;
  text: string;
}

const WORDS = {
  en: {
    about:
      'The story before the messages below, in summary; what matters of its very words comes back in the notes. What neither of them tells of it, do not make up. Numbers in brackets are those of messages.',
    next: (date: string) => `The messages below begin on ${date}.`,
    scene: 'Where it stood then: ',
  },
  zh: {
    about:
      '下面的消息之前，故事大致如下；要紧的原话会写在备注里。两处都没提到的往事，不要编造。括号里是消息的编号。',
    next: (date: string) => `下面的消息从 ${date}开始。`,
    scene: '这一段结束时：',
  },
};

/** What an entry says of where the story stands at its end, as its text has it. */
export function sceneLine(scene: string, language: Sheet['language']): string {
  return WORDS[language].scene + scene;
}

/** Whether an entry says where the story stands. */
export function tellsScene({ text }: Pick<ChronicleEntryText, 'text'>): boolean {
  return SCENE.test(text);
}

const SCENE = new RegExp(`^(?:${WORDS.en.scene}|${WORDS.zh.scene})`, 'm');

/** `2026-11-23 Mon:`, as entries that were made of the words themselves tell their days. */
const DAY = /^\d{4,}-\d\d-\d\d \S{2,3}:\n?/gm;

/** An entry under its days, where days are told, and numbers. */
export function renderEntry(
  { fromAt, toAt, fromSeq, toSeq, text }: ChronicleEntryText,
  calendar: Calendar,
  language: Sheet['language'],
): string {
  const [from, to] = [day(fromAt, calendar, language), day(toAt, calendar, language)];
  const numbers = `#${fromSeq}–#${toSeq}`;
  // What is of one day has it in its heading.
  const told = fenced((from === to ? text.replace(DAY, '') : text).trim());
  if (!from) return `## ${numbers}\n${told}`;
  return `## ${from === to ? from : `${from} – ${to}`} (${numbers})\n${told}`;
}

/** An entry without what it says of where the story stood. */
export function withoutScene<Entry extends Pick<ChronicleEntryText, 'text'>>(entry: Entry): Entry {
  const lines = entry.text.split('\n').filter((line) => !SCENE.test(line));
  return { ...entry, text: lines.join('\n') };
}

/**
 * The chronicle as it stands in the prompt prefix; empty where nothing is folded. More entries only append.
 *
 * @param pins of what is folded, in the order of the story: each stands with the entry of its place
 * @param next when the first message after it was said, whose own label may be folded
 * @param holds what holds at its end, as `renderFacts` has it
 */
export function renderChronicle(
  entries: readonly ChronicleEntryText[],
  language: Sheet['language'],
  calendar: Calendar,
  pins: readonly PinnedMessage[] = [],
  next: Date | null = null,
  holds = '',
): string {
  if (!entries.length) return '';
  const words = WORDS[language];
  const blocks = entries.map((entry, n) => {
    const since = n ? entries[n - 1]!.toSeq : 0;
    const here = pins.filter(({ seq }) => seq > since && (seq <= entry.toSeq || n === entries.length - 1));
    return [renderEntry(entry, calendar, language), renderPins(here, language, calendar)]
      .filter(Boolean)
      .join('\n');
  });
  const goesOn = next && calendar ? [words.next(day(next, calendar, language))] : [];
  return `<chronicle>\n${[words.about, ...blocks, ...(holds ? [holds] : []), ...goesOn].join('\n\n')}\n</chronicle>`;
}
