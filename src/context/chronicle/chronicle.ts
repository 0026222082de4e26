import type { Sheet } from '../../contracts/sheet.js';
import { fenced } from '../quoting/fence.js';
import { day } from '../when/day-label.js';
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
      'A summary of the story before the messages below. The words themselves are kept, and what matters comes back as a reminder. Numbers in brackets are those of messages.',
    next: (date: string) => `The messages go on from here, on ${date}.`,
    scene: 'Where it stood then: ',
  },
  zh: {
    about: '这些消息之前的故事，概要如下。原话都还留着，要紧的会再拿来提醒你。括号里是消息的编号。',
    next: (date: string) => `消息从这里接下去，日期是 ${date}。`,
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

/** An entry under its days and numbers. */
export function renderEntry(
  { fromAt, toAt, fromSeq, toSeq, text }: ChronicleEntryText,
  timeZone: string,
  language: Sheet['language'],
): string {
  const [from, to] = [day(fromAt, timeZone, language), day(toAt, timeZone, language)];
  return `## ${from === to ? from : `${from} – ${to}`} (#${fromSeq}–#${toSeq})\n${fenced(text.trim())}`;
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
 */
export function renderChronicle(
  entries: readonly ChronicleEntryText[],
  language: Sheet['language'],
  timeZone: string,
  pins: readonly PinnedMessage[] = [],
  next: Date | null = null,
): string {
  if (!entries.length) return '';
  const words = WORDS[language];
  const blocks = entries.map((entry, n) => {
    const since = n ? entries[n - 1]!.toSeq : 0;
    const here = pins.filter(({ seq }) => seq > since && (seq <= entry.toSeq || n === entries.length - 1));
    return [renderEntry(entry, timeZone, language), renderPins(here, language, timeZone)]
      .filter(Boolean)
      .join('\n');
  });
  const goesOn = next ? [words.next(day(next, timeZone, language))] : [];
  return `<chronicle>\n${[words.about, ...blocks, ...goesOn].join('\n\n')}\n</chronicle>`;
}
