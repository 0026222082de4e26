import type { Passage, Person, Question, Quotation } from '../types.js';
import { truncate } from '../encoding/truncate.js';

/*
 * Texts that tell who speaks are written in one form: what somebody says as `Name: words`, with a blank line between two.
 * In a chat log, what nobody says is marked, and everything else goes on with the message before; in a play, only what
 * is indented does, and the rest is narration.
 */
export const CHAT_LOG = 'text/x-chat-log';
export const PLAY = 'text/x-play';

export interface DialoguePart {
  /** Who says it; what nobody says is narration: a stage direction, a heading. */
  name?: string;
  text: string;
  /** The title of the section that begins here. */
  heading?: string;
}

export interface DialogueText {
  text: string;
  headings?: { title: string; start: number }[];
}

/** Before what nobody says in a chat log: its title, a note between two messages. */
export const NOTE_MARK = '※ ';

/** As many characters as a name may have. */
export const LONGEST_NAME = 60;
const LABEL = /^([^\s:：][^:：\n]{0,59})(?:: |：)/;
/** A direction before the words: (aside), （笑）, [within]. */
const DIRECTION = /^[(（[【][^)）\]】\n]{1,120}[)）\]】]\s*/;
/** Whoever is called this is no person. */
const NOBODY =
  /^(?:all|both|everybody|everyone|omnes|others?|several voices|together|unknown|众人?|眾人?|齐声|齊聲|大家|所有人|合|旁白|画外音|畫外音|字幕|narrator|caption|subtitle|系统消息|系統消息)$/i;

export function writeDialogue(
  parts: readonly DialoguePart[],
  kind: typeof CHAT_LOG | typeof PLAY,
): DialogueText {
  const texts: string[] = [];
  const headings: { title: string; start: number }[] = [];
  let at = 0;
  for (const { name, text, heading } of parts) {
    const words =
      name !== undefined
        ? label(name) + continued(text, kind === PLAY)
        : kind === PLAY
          ? asNarration(text)
          : noted(text);
    if (words === '') continue;
    if (heading !== undefined) headings.push({ title: heading, start: at });
    texts.push(words);
    at += words.length + 2;
  }
  return { text: texts.join('\n\n'), ...(headings.length > 0 && { headings }) };
}

/** Who says what in a text that `writeDialogue` wrote: nothing is guessed. */
export function dialogueCast(
  text: string,
  passages: readonly Passage[],
  kind: string,
): { people: Person[]; quotations: Quotation[]; questions: Question[] } {
  const people = new Map<string, Person>();
  const quotations: Quotation[] = [];
  let speaker: Person | null | undefined; // null: somebody whom the text does not tell
  for (const { n, start, end } of passages) {
    const isLine = start === 0 || text[start - 1] === '\n';
    const isNote = kind === CHAT_LOG && isLine && text.startsWith(NOTE_MARK, start);
    if (isNote) speaker = undefined;
    const [head, name] = isLine && !isNote ? (LABEL.exec(text.slice(start, end)) ?? []) : [];
    if (name !== undefined && kind === PLAY && NOBODY.test(name)) speaker = null;
    else if (name !== undefined) {
      speaker = people.get(name) ?? { name, aliases: [], quotes: 0, mentions: 0, first: n };
      people.set(name, speaker);
      speaker.quotes++;
    } else if (kind === PLAY && isLine) speaker = undefined;
    if (speaker === undefined) continue;
    let from = start + (head?.length ?? 0);
    if (kind === PLAY) from += DIRECTION.exec(text.slice(from, end))?.[0].length ?? 0;
    if (from < end)
      quotations.push({
        start: from,
        end,
        passage: n,
        text: text.slice(from, end),
        speaker: speaker?.name ?? null,
      });
  }
  for (const person of people.values()) person.mentions = text.split(person.name).length - 1;
  return {
    people: [...people.values()].sort((a, b) => b.quotes - a.quotes || b.mentions - a.mentions),
    quotations,
    questions: [],
  };
}

/** A name as it can stand before a colon. */
export function nameOf(written: unknown): string {
  const text = typeof written === 'string' ? written.toWellFormed() : '';
  return truncate(text.replace(/[\s:：]+/g, ' ').trim(), LONGEST_NAME);
}

function label(name: string): string {
  return /\p{Script=Han}$/u.test(name) ? `${name}：` : `${name}: `;
}

/** What is said in several lines: those that would look like another's beginning, or like narration, are indented. */
function continued(words: string, always: boolean): string {
  return words
    .trim()
    .split('\n')
    .map((line, i) =>
      i > 0 && line !== '' && (always || LABEL.test(line)) ? `\u3000${line.trimStart()}` : line,
    )
    .join('\n');
}

/** What nobody says in a chat log, as it stands there. */
function noted(words: string): string {
  return words
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => NOTE_MARK + line.trim())
    .join('\n');
}

/** Narration of a play: in a line that would look like a speech, a dash stands for the colon. */
function asNarration(words: string): string {
  return words
    .trim()
    .split('\n')
    .map((line) => {
      const flush = line.trimStart();
      if (!LABEL.test(flush)) return flush;
      const head = LONGEST_NAME + 2;
      return flush.slice(0, head).replace(/[:：]/g, ' —') + flush.slice(head);
    })
    .join('\n');
}
