import type { ChatLine } from './chat-line.js';
import { nameOf } from './dialogue-format.js';

const CLOCK = String.raw`\d{1,2}[:：.]\d{2}(?:[:：.]\d{2})?(?:[.,]\d{3})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?`;
const DAY = String.raw`\d{1,4}[-/.年년]\s?\d{1,2}[-/.月월]\s?\d{1,4}[日일.]?`;
const WEEKDAY = String.raw`(?:\s?[(（]?(?:星期.|[周週].|[日月火水木金土](?:曜日?)?|.요일|\p{L}{3,9})[)）]?)`;
const HALF = String.raw`(?:(?:[上下]午|凌晨|早上|中午|晚上|오[전후]|午[前後]|[AP]M\s)\s?)?`;
/** Discord's: the day is told by its name. */
const NEAR = String.raw`(?:(?:today|yesterday)(?:,? at)?\s|[今昨前]天\s?(?:在\s?)?)`;
const TIME = String.raw`(?:${DAY},?[ T]{0,2}${WEEKDAY}?\s?${HALF}${CLOCK}|${CLOCK},?\s${DAY}|${HALF}${CLOCK})`;
const NAME = String.raw`[^\s:：<>\[\]“”"「」，。！？!?;；][^:：<>\[\]“”"「」，。！？!?;；\n]{0,39}?`;
/** A name that a messenger wrote, between signs of its own, may hold nearly anything. */
const WRITTEN = String.raw`[^\s:：<>\[\]][^:：<>\n]{0,59}?`;

/** `[10:11] Name: words`, `1/2/24, 10:11 PM - Name: words`, `[10:11] <Name> words` */
const STAMPED = new RegExp(
  String.raw`^[\[(【]?(${TIME})[\])】]?,?\s*(?:[-–—]\s*)?(?:<[@+%&~ ]?(${NAME})>\s*|(${WRITTEN})\s*[:：](?:\s+|$|(?<=：)))(.*)$`,
  'u',
);
/** `10:11⇥Name⇥words`, `[Name] [10:11] words`, `Name (10:11): words` */
const PARTED = new RegExp(
  String.raw`^(?:(${TIME})\t(${WRITTEN})\t|\[(${WRITTEN})\]\s\[(${TIME})\]\s|(${NAME})\s?[(（[](${TIME})[)）\]]\s?[:：]\s?)(.*)$`,
  'u',
);
/** A message of the messenger's own: a time and no name. */
const NOTICE = new RegExp(
  String.raw`^(?:[\[(【](${TIME})[\])】]\s*|(${TIME})\s+(?:[-–—*]|\*{3})\s+)\S.*$`,
  'u',
);
/**
 * `Name 2024-01-02 10:11:12`, `Name, [01.02.2024 10:11]`, `2024-01-02 10:11:12 Name(12345)`, `[01/02/2024 10:11 AM] name`,
 * alone on a line
 */
const HEAD = new RegExp(
  String.raw`^(?:(${NAME})\s*(?:[—(（-]\s*|,\s\[)?(${DAY},?\s+${HALF}${CLOCK})[)）\]]?:?` +
    String.raw`|(${DAY}\s+${HALF}${CLOCK})\s+(?:【[^】\n]{1,12}】)?(${WRITTEN})(?:[(（<][\w.@+-]{3,}[)）>])?` +
    String.raw`|\[(${DAY},?\s+${HALF}${CLOCK})\]\s+(${WRITTEN})(?:\s\(pinned\))?)$`,
  'u',
);
/** `Name — Today at 10:11`, `Name — 今天10:11`, `Name  10:11 AM`, alone on a line */
const CLOCKED = new RegExp(
  String.raw`^(${NAME})(?:\s*[—–-]\s*|\s+)((?:${NEAR}|${WEEKDAY}\s)?${HALF}${CLOCK})$`,
  'iu',
);
const ALONE = new RegExp(String.raw`^(${NAME})(?:\ssaid)?[:：]$`);
const PLAIN = new RegExp(String.raw`^(?:<(${NAME})>\s*|(${NAME})\s*[:：]\s*)(\S.*)$`);
/** Whoever a chat with a model is between, as its export heads what they say. */
const ROLE = /^#{1,4}\s(user|assistant|human|ai|bot|system|model|me|you|用户|助手|我)[:：]?$/i;
/** What a novel's sentence has before a colon, and no name has. */
const NO_NAME =
  /(?:道|说|曰|问|答|叫|喊|想|是|的|了|着)$|^(?:https?|note|ps|注|按|题|答|问|第.+[章回节])$|\s(?:said|asked|replied|says)$/i;
/** A name in bold, before its colon or with it. */
const BOLD = /^(\*\*|__)([^*_\n]{1,40}?)(?:\1\s?([:：])|([:：])\s?\1)/;
const ONLY_NAME = new RegExp(String.raw`^${NAME}$`);
const ONLY_TIME = new RegExp(String.raw`^(?:${TIME}|${NEAR}${CLOCK})$`, 'iu');
const ONLY_DAY = new RegExp(String.raw`^[-—–=─\s]*(${DAY})${WEEKDAY}?[-—–=─\s]*$`, 'u');

/** How a line begins a message: its name, its time, its words as far as they stand there. */
export interface LineForm {
  of: (line: string) => ChatLine | null;
  /** What share of all lines must begin one. */
  share: number;
  /** The messenger's own lines have a time and no name. */
  hasNotices?: true;
  /** A name that stands once may be anything. */
  isGuess?: true;
}

/** Forms in which lines tell their times, or have names alone; nothing else looks like that. */
export const STAMPED_FORMS: readonly LineForm[] = [
  { of: stamped, share: 0.15, hasNotices: true },
  { of: headed, share: 0.15 },
  { of: alone, share: 0.15, isGuess: true },
];
export const PLAIN_FORM: LineForm = { of: plain, share: 0.5, isGuess: true };

export const isNotice = (line: string) => NOTICE.test(line);

/** The day that a line tells and nothing else, or null. */
export function dayLine(line: string): string | null {
  return line.length <= 80 ? (ONLY_DAY.exec(line)?.[1] ?? null) : null;
}

/** Lines whose name is followed by a line of the time alone, as one. */
export function withTimes(lines: readonly string[]): string[] {
  const plain = lines.map((line) => line.trim());
  const isHead = plain.map(
    (name, i) => isTime(plain[i + 1] ?? '') && isName(name) && !headed(plain[i - 1] ?? ''),
  );
  const times = new Map<string, number>();
  for (const [i, name] of plain.entries()) if (isHead[i]) times.set(name, (times.get(name) ?? 0) + 1);
  // the last line of a message may stand before a time, too
  const opens = (i: number) => isHead[i] === true && (times.get(plain[i]!)! >= 2 || !plain[i - 1]);
  return lines.flatMap((line, i) => {
    if (opens(i)) return [`${plain[i]} ${plain[i + 1]}`];
    return i > 0 && opens(i - 1) ? [] : [line];
  });
}

const isTime = (line: string) => line.length <= 40 && ONLY_TIME.test(line);
const isName = (line: string) =>
  line.length <= 40 && ONLY_NAME.test(line) && !NO_NAME.test(line) && !ONLY_TIME.test(line);

function stamped(line: string): ChatLine | null {
  if (line.length >= 100_000) return null;
  const [, t1, n1, n2, t2, n3, t3, said = ''] = PARTED.exec(line) ?? [];
  const parted = n1 ?? n2 ?? n3;
  if (parted !== undefined) return chatLine(parted, said, t1 ?? t2 ?? t3);
  const [, time, angled, spoken, text = ''] = STAMPED.exec(line) ?? [];
  return chatLine(angled ?? spoken?.replace(/^~\s?/, ''), text, time);
}

function headed(line: string): ChatLine | null {
  if (line.length > 120) return null;
  const [, before, then, first, after, bracketed, last] = HEAD.exec(line) ?? [];
  const name = before ?? after ?? last;
  if (name !== undefined) return chatLine(name, '', then ?? first ?? bracketed);
  const [, clocked, time] = CLOCKED.exec(line) ?? [];
  return clocked === undefined || NO_NAME.test(clocked) ? null : chatLine(clocked, '', time);
}

function alone(line: string): ChatLine | null {
  if (line.length > 60) return null;
  const name = ROLE.exec(line)?.[1] ?? ALONE.exec(line.replace(BOLD, '$2$3$4'))?.[1];
  return name === undefined || NO_NAME.test(name) || name.split(' ').length > 4 ? null : chatLine(name, '');
}

function plain(line: string): ChatLine | null {
  const [, angled, spoken, text = ''] = PLAIN.exec(line.replace(BOLD, '$2$3$4')) ?? [];
  const name = angled ?? spoken;
  return name === undefined || NO_NAME.test(name) || name.split(' ').length > 4 ? null : chatLine(name, text);
}

function chatLine(name: string | undefined, text: string, time?: string): ChatLine | null {
  const known = nameOf(name);
  return known === '' ? null : { name: known, text, ...(time !== undefined && { time }) };
}
