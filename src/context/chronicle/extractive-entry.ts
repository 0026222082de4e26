import type { Work } from '../../text/search/slices.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { words } from '../../text/search/words.js';
import type { MessageRole } from '../../contracts/message.js';
import type { Sheet } from '../../contracts/sheet.js';
import { type Calendar, day } from '../when/day-label.js';
import { quoted } from '../quoting/quoted.js';
import { sentencesOf } from '../quoting/sentences.js';
import { truncate } from '../../text/encoding/truncate.js';
import { datedLines } from './dated-lines.js';

/** A message as an entry is made of it. */
export interface PastMessage {
  /** Of the version that stands there. */
  id?: string;
  seq: number;
  role: MessageRole;
  speaker: string;
  content: string;
  at: Date;
}

/** Sentences longer than this are no statements but scenes. */
const LONGEST = 240;
/** Of a line that says the day. */
const DAY_TOKENS = 8;
/** UTF-16 units of a message that are read. */
export const READ = 4000;

/** What tells a fact, a promise, or something about oneself. */
const SIGNS: [RegExp, number][] = [
  [/\b(?:my|I'm|I am|I've|I was|I have|I live|I work|I love|I hate|we|our)\b|我[是叫在有的家]|我们/i, 1.3],
  [
    /\b(?:name|born|birthday|married|died|mother|father|sister|brother|wife|husband|daughter|son|friend|job|moved)\b|名字|生日|结婚|去世|妈|爸|父|母|姐|妹|哥|弟|妻|丈夫|女儿|儿子|朋友|工作|搬/i,
    1.5,
  ],
  [
    /\b(?:promise|remember|never|always|will|going to|plan|tomorrow|next)\b|答应|保证|记住|记得|永远|一定|打算|计划|明天|下次/i,
    1.3,
  ],
  [/\p{N}|[一二三四五六七八九十百千][年月日岁个点]/u, 1.3],
  [/(?<=\S\s)\p{Lu}\p{Ll}+/u, 1.15],
];

/**
 * An entry made of the words themselves, for want of a model or of time: the sentences that say most, dated, with their
 * numbers, in the order they were said. Linear in the text.
 *
 * @param tokens estimated, at most
 */
export function* extractEntry(
  messages: readonly PastMessage[],
  tokens: number,
  calendar: Calendar,
  language: Sheet['language'],
): Work<string> {
  const holders = new Map<string, number>();
  for (const { content } of messages) {
    yield;
    for (const word of new Set(words(truncate(content, READ))))
      holders.set(word, (holders.get(word) ?? 0) + 1);
  }
  const candidates: {
    seq: number;
    order: number;
    sentence: string;
    line: string;
    score: number;
    cost: number;
  }[] = [];
  for (const [n, message] of messages.entries()) {
    yield;
    let order = 0;
    for (const sentence of sentencesOf(truncate(message.content, READ))) {
      if (sentence.length < 4 || sentence.length > LONGEST || /[?？]["”’」』）)*]*$/.test(sentence)) continue;
      const bag = new Set(words(sentence));
      if (bag.size < 2) continue;
      let rarity = 0;
      for (const word of bag) rarity += Math.log(1 + messages.length / (holders.get(word) ?? 1));
      const emphasis = SIGNS.reduce(
        (score, [sign, weight]) => (sign.test(sentence) ? score * weight : score),
        1,
      );
      const line = quoted({ ...message, content: sentence.replace(/\s+/g, ' ') }, language);
      const cost = estimateTokens(line) + 1;
      // Long sentences hold more words; what counts is what a token buys.
      const score = (rarity * emphasis * (message.role === 'user' ? 1.25 : 1)) / (8 + cost);
      candidates.push({ seq: n, order: order++, sentence, line, score, cost });
    }
  }
  yield;
  candidates.sort((a, b) => b.score - a.score || a.seq - b.seq);
  const chosen: typeof candidates = [];
  const perMessage = new Map<number, number>();
  const sentences = new Set<string>();
  let left = tokens;
  const days = new Set<string>();
  for (const candidate of candidates) {
    const before = perMessage.get(candidate.seq) ?? 0;
    // What was said again says nothing more.
    if (candidate.cost > left || before >= 2 || sentences.has(candidate.sentence)) continue;
    const label = day(messages[candidate.seq]!.at, calendar, language);
    const cost = candidate.cost + (!label || days.has(label) ? 0 : DAY_TOKENS);
    if (cost > left) continue;
    days.add(label);
    perMessage.set(candidate.seq, before + 1);
    sentences.add(candidate.sentence);
    chosen.push(candidate);
    left -= cost;
    if (left < 12) break;
  }
  chosen.sort((a, b) => a.seq - b.seq || a.order - b.order);
  return datedLines(
    chosen.map(({ seq, line }) => ({ label: day(messages[seq]!.at, calendar, language), line })),
    (label) => `${label}:`,
  );
}

/**
 * Several entries as one, coarser: of each, evenly, its first lines that fit.
 *
 * @param tokens estimated, at most
 */
export function mergeEntries(texts: readonly string[], tokens: number): string {
  const share = tokens / texts.length;
  let spare = 0;
  return texts
    .map((text) => {
      let left = share + spare;
      const kept: string[] = [];
      const all = text.split('\n');
      // Every other line, so that the whole stretch is still told.
      const step = Math.max(1, Math.ceil(estimateTokens(text) / Math.max(1, left)));
      for (let n = 0; n < all.length; n += step) {
        const cost = estimateTokens(all[n]!) + 1;
        if (cost > left) continue;
        kept.push(all[n]!);
        left -= cost;
      }
      spare = left;
      return kept.join('\n');
    })
    .filter(Boolean)
    .join('\n');
}
