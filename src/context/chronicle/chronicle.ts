import type { Sheet } from '../../contracts/sheet.js';
import { fenced } from '../fence.js';
import { day } from '../label.js';
import { type PinnedMessage, renderPins } from '../pins.js';

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
      'The story before the messages below, in short. The words themselves are kept, and what matters comes back as a reminder. Numbers in brackets are those of messages.',
    next: (date: string) => `The messages go on from here, on ${date}.`,
    now: 'Scene now',
    past: 'Scene then',
  },
  zh: {
    about: '下面的消息之前的故事，在此从略。原话都还留着，要紧的会再拿来提醒你。括号里是消息的编号。',
    next: (date: string) => `消息从这里接下去，日期是 ${date}。`,
    now: '此时的场景',
    past: '当时的场景',
  },
};

/** What an entry says of where the story stands at its end, as its text has it. */
export function sceneLine(scene: string, language: Sheet['language']): string {
  return `${WORDS[language].now}: ${scene}`;
}

/** Whether an entry says where the story stands. */
export function tellsScene({ text }: Pick<ChronicleEntryText, 'text'>): boolean {
  return SCENE.test(text);
}

const SCENE = new RegExp(`^(?:${WORDS.en.now}|${WORDS.zh.now})[:：]`, 'm');

/**
 * The chronicle as it stands in the prompt prefix; empty where nothing is folded. Of the last entry's scene it is said
 * that it is now, of the others' that it was.
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
  const blocks = entries.map(({ fromAt, toAt, fromSeq, toSeq, text }, n) => {
    const since = n ? entries[n - 1]!.toSeq : 0;
    const last = n === entries.length - 1;
    const here = pins.filter(({ seq }) => seq > since && (seq <= toSeq || last));
    const [from, to] = [day(fromAt, timeZone, language), day(toAt, timeZone, language)];
    const heading = `## ${from === to ? from : `${from} – ${to}`} (#${fromSeq}–#${toSeq})`;
    const told = fenced(text.trim());
    const body = last ? told : told.replace(SCENE, `${words.past}:`);
    return [heading, body, renderPins(here, language, timeZone)].filter(Boolean).join('\n');
  });
  const goesOn = next ? [words.next(day(next, timeZone, language))] : [];
  return `<chronicle>\n${[words.about, ...blocks, ...goesOn].join('\n\n')}\n</chronicle>`;
}
