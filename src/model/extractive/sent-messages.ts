import { lorebookIn, recalledIn, type RememberedLine, splitChronicle, splitTail } from './sent-memory.js';
import { sourceIn, splitSource } from './sent-source.js';
import { sentencesOf } from '../../text/structure/sentences.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { Work } from '../../text/search/slices.js';

/** Something said in what was sent, word for word. */
export interface PromptPassage {
  text: string;
  from: 'sheet' | 'user' | 'assistant';
  /** The day it was said, `2026-11-23`, where a label tells. */
  date?: string;
}

/** What was sent, as the extractive model reads it. */
export interface ReadPrompt {
  /** The character's. */
  name: string;
  /** The last thing the user said; '' where there is none. */
  question: string;
  passages: PromptPassage[];
  /** Lines of earlier replies that are the understudy's own. */
  ownLines: string[];
}

interface SentMessage {
  role: string;
  content: string;
}

/** What stands before a user's message where the day changes: `[2026-11-23 Mon · three weeks later]`. */
const LABEL = /^\[(\d{4}-\d\d-\d\d)[^\]\n]{0,60}\]$/;
/** In characters: a line that is longer is taken in several passages, each of whole sentences. */
const LONGEST = 300;
/** And what ends no sooner is no sentence: it is cut. */
const LONGEST_SENTENCE = 1000;

/**
 * Reads the messages back out of what was sent.
 * @param messages the JSON array in parts
 * @param isOwn whether a line of a reply is the understudy's own, and so nothing to quote
 * @throws SyntaxError where it is no JSON
 */
export function* readPrompt(
  messages: readonly Uint8Array[],
  isOwn: (line: string) => boolean,
): Work<ReadPrompt> {
  const list = yield* messagesIn(Buffer.concat(messages));
  const system = list[0]?.role === 'system' ? list[0].content : '';
  const conversation = list.slice(system ? 1 : 0);
  const last = conversation.findLastIndex(({ role }) => role === 'user');
  const end = splitTail(conversation[last]?.content ?? '');
  const { rest, source } = yield* splitSource(system);
  const { sheet, chronicle } = splitChronicle(rest);
  const name = /^(?:You are |你是)(.+?)[.。]?$/m.exec(truncate(system, 300))?.[1] ?? '';
  const sent: ReadPrompt = { name, question: '', passages: [], ownLines: [] };
  const remember = ({ text, speaker, date }: RememberedLine) => {
    const from = speaker === '' ? 'sheet' : speaker === name ? 'assistant' : 'user';
    if (from === 'assistant' && isOwn(text)) sent.ownLines.push(text);
    else sent.passages.push(...cut(text, from, date));
  };
  for (const line of [...sheetLines(sheet), ...source, ...sourceIn(end.tail), ...lorebookIn(end.tail)]) {
    sent.passages.push(...cut(line, 'sheet'));
    yield;
  }
  chronicle.forEach(remember);
  recalledIn(end.tail).forEach(remember);
  let date: string | undefined;
  const tell = function* (role: string, lines: string[]): Work<void> {
    for (const line of lines) {
      yield;
      const label = LABEL.exec(line);
      if (label) date = label[1];
      else if (role === 'assistant' && isOwn(line)) sent.ownLines.push(line);
      else sent.passages.push(...cut(line, role === 'assistant' ? 'assistant' : 'user', date));
    }
  };
  for (const [i, { role, content }] of conversation.entries()) {
    if (i !== last) {
      yield* tell(role, content.split('\n'));
      continue;
    }
    const blocks = end.message.split(/\n{2,}/);
    const asked = questionAmong(blocks);
    for (const [n, block] of blocks.entries()) {
      const lines = block.split('\n');
      if (n !== asked) yield* tell(role, lines);
      else
        sent.question = lines
          .filter((line) => !LABEL.test(line))
          .join('\n')
          .trim();
    }
  }
  return sent;
}

/** The messages of a list, one after another. Quotation marks are escaped within a text, so that none looks like its end. */
function* messagesIn(list: Buffer): Work<SentMessage[]> {
  const found: SentMessage[] = [];
  for (let from = 1, to = 1; from < list.length - 1; from = to + 1) {
    const next = list.indexOf('},{"role":', from);
    to = next < 0 ? list.length - 1 : next + 1;
    found.push(JSON.parse(list.toString('utf8', from, to)) as SentMessage);
    yield;
  }
  return found;
}

/** Which of the last message's paragraphs is answered: the last that asks something, else the last. */
function questionAmong(blocks: string[]): number {
  const asks = blocks.findLastIndex((block) => /[?？]/.test(block));
  return asks >= 0 ? asks : blocks.findLastIndex((block) => block.trim() !== '');
}

/** The sheet's lines without its first and its headings. */
function sheetLines(sheet: string): string[] {
  return sheet
    .split('\n')
    .slice(1)
    .filter((line) => !/^#{1,2} /.test(line))
    .map((line) => line.replace(/^- /, ''));
}

/** A line as passages: whole, or where it is long, as many sentences together as fit. */
function cut(line: string, from: PromptPassage['from'], date?: string): PromptPassage[] {
  const whole = line.trim();
  if (whole === '') return [];
  if (whole.length <= LONGEST) return [{ text: whole, from, date }];
  const passages: PromptPassage[] = [];
  let held = '';
  const push = () => {
    if (held.trim()) passages.push({ text: held.trim(), from, date });
    held = '';
  };
  for (const { start, end } of sentencesOf(whole)) {
    if (held.length + end - start > LONGEST) push();
    held += whole.slice(start, end);
    while (held.length > LONGEST_SENTENCE) {
      const part = truncate(held, LONGEST_SENTENCE);
      passages.push({ text: part, from, date });
      held = held.slice(part.length);
    }
  }
  push();
  return passages;
}
