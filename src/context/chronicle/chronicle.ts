import type { Sheet } from '../../contracts/sheet.js';
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
    title: 'Chronicle',
    about:
      'What was said before the messages below, in short. The words themselves are kept; what matters is brought back to you when it is needed.',
  },
  zh: {
    title: '纪事',
    about: '下面的消息之前说过的话，在此从略。原话都还留着，需要时会再拿给你看。',
  },
};

/**
 * The chronicle as it stands at the end of the prompt prefix; empty where nothing is folded. More entries only append.
 *
 * @param pins of what is folded, in the order of the story: each stands with the entry of its place
 */
export function renderChronicle(
  entries: readonly ChronicleEntryText[],
  language: Sheet['language'],
  timeZone: string,
  pins: readonly PinnedMessage[] = [],
): string {
  if (!entries.length) return '';
  const words = WORDS[language];
  const blocks = entries.map(({ fromAt, toAt, fromSeq, toSeq, text }, n) => {
    const since = n ? entries[n - 1]!.toSeq : 0;
    const here = pins.filter(({ seq }) => seq > since && (seq <= toSeq || n === entries.length - 1));
    const [from, to] = [day(fromAt, timeZone), day(toAt, timeZone)];
    const heading = `## ${from === to ? from : `${from} – ${to}`} (#${fromSeq}–#${toSeq})`;
    return [heading, text.trim(), renderPins(here, language, timeZone)].filter(Boolean).join('\n');
  });
  return [`# ${words.title}\n${words.about}`, ...blocks].join('\n\n');
}
