import type { ChatLine } from './chat-line.js';
import { nameOf } from './dialogue-format.js';

const LEAST = 4;
const CLOCK = String.raw`\d{1,2}[:：.]\d{2}(?:[:：.]\d{2})?(?:[.,]\d{3})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?`;
const DAY = String.raw`\d{1,4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,4}[日.]?`;
const HALF = String.raw`(?:[上下]午|凌晨|早上|中午|晚上|[AP]M\s)?\s?`;
const TIME = String.raw`(?:${DAY},?[ T]{0,2}(?:星期.|周.)?\s?${HALF}${CLOCK}|${CLOCK},?\s${DAY}|${HALF}${CLOCK})`;
const NAME = String.raw`[^\s:：<>\[\]“”"「」，。！？!?;；][^:：<>\[\]“”"「」，。！？!?;；\n]{0,39}?`;
/** A name that a messenger wrote, between signs of its own, may hold nearly anything. */
const WRITTEN = String.raw`[^\s:：<>\[\]][^:：<>\n]{0,59}?`;

/** `[10:11] Name: words`, `1/2/24, 10:11 PM - Name: words`, `[10:11] <Name> words` */
const STAMPED = new RegExp(
  String.raw`^[\[(【]?(${TIME})[\])】]?\s*(?:[-–—]\s*)?(?:<(${NAME})>\s*|(${WRITTEN})\s*[:：](?:\s+|$|(?<=：)))(.*)$`,
);
/** A message of the messenger's own: a time and no name. */
const NOTICE = new RegExp(String.raw`^(?:[\[(【](${TIME})[\])】]\s*|(${TIME})\s+[-–—]\s+)\S.*$`);
/** `Name 2024-01-02 10:11:12`, `2024-01-02 10:11:12 Name(12345)`, `[01/02/2024 10:11 AM] name`, alone on a line */
const HEAD = new RegExp(
  String.raw`^(?:(${NAME})\s*(?:[—(（-]\s*)?(${DAY},?\s+${HALF}${CLOCK})[)）]?` +
    String.raw`|(${DAY}\s+${HALF}${CLOCK})\s+(?:【[^】\n]{1,12}】)?(${WRITTEN})(?:[(（<][\w.@+-]{3,}[)）>])?` +
    String.raw`|\[(${DAY},?\s+${HALF}${CLOCK})\]\s+(${WRITTEN})(?:\s\(pinned\))?)$`,
);
const ALONE = new RegExp(String.raw`^(${NAME})[:：]$`);
const PLAIN = new RegExp(String.raw`^(?:<(${NAME})>\s*|(${NAME})\s*[:：]\s*)(\S.*)$`);
/** What a novel's sentence has before a colon, and no name has. */
const NO_NAME =
  /(?:道|说|曰|问|答|叫|喊|想|是|的|了|着)$|^(?:https?|note|ps|注|按|题|答|问|第.+[章回节])$|\s(?:said|asked|replied|says)$/i;
/** What a messenger writes where there are no words. */
const NO_WORDS =
  /^(?:<[^<>\n]{3,40}(?:omitted|weggelassen|ausgeschlossen|omitido|omitidos|omessi|omis|已省略|已忽略)>|<attached: [^<>\n]+>|.{1,60} \((?:file attached|文件附件)\)|(?:image|video|audio|sticker|gif|document|contact card) omitted|(?:图片|图像|视频|音频|贴图|文档|貼圖|圖片|影片)已?(?:忽略|省略|略過)|(?:this message was deleted|you deleted this message|此消息已(?:被)?删除|你删除了此消息)\.?|null|\[(?:图片|圖片|表情|动画表情|動畫表情|视频|語音|语音|文件|位置|链接|名片|红包|转账|语音通话|视频通话|photo|sticker|video|voice message)\][^\n]{0,80})$/i;
/** Names under which a messenger speaks itself. */
const MESSENGER = /^(?:系统消息|系統消息|system message)(?:\(\d+\))?$/i;
/** What an export lists below a message, up to the next one. */
const EXTRAS = /^\{(?:Attachments|Embed|Reactions|Stickers)\}$/;
const RULE = /^(?:[=\-_*—]{6,}|Exported [\d,.]+ message\(s\)|消息(?:分组|对象|记录)[:：（(].*)$/;

type Split = (line: string) => ChatLine | null;

/** The messages of a text of lines, or null where it is no chat log. */
export function fromLines(text: string): ChatLine[] | null {
  return stampedLines(text) ?? inForms(text, [[plain, 0.5]]);
}

/** The messages of a text whose lines tell their times, or of names alone on their lines. */
export function stampedLines(text: string): ChatLine[] | null {
  return inForms(text, [
    [stamped, 0.15],
    [headed, 0.15],
    [alone, 0.15],
  ]);
}

function inForms(text: string, forms: readonly (readonly [Split, number])[]): ChatLine[] | null {
  const lines = text.replace(/[\u202F\u00A0]/g, ' ').split('\n');
  const full = lines.filter((line) => line.trim() !== '').length;
  for (const [split, least] of forms) {
    const begins = lines.map((line) => split(line.trim()));
    const times = new Map<string, number>();
    for (const one of begins) if (one?.name) times.set(one.name, (times.get(one.name) ?? 0) + 1);
    const regular = begins.filter((one) => one?.name && times.get(one.name)! >= 2).length;
    const all = begins.filter((one) => one !== null).length;
    const names = [...times.values()].filter((n) => n >= 2).length;
    if (names < 2 || regular < LEAST || regular < least * full || regular < 0.6 * all) continue;
    const isName = (name: string) => (split !== plain && split !== alone) || times.get(name)! >= 2;
    return messages(lines, begins, isName, split === stamped);
  }
  return null;
}

interface OpenLine {
  line: ChatLine;
  words: string[];
}

/** All of them in order; what nobody says comes along. */
function messages(
  lines: readonly string[],
  begins: readonly (ChatLine | null)[],
  isName: (name: string) => boolean,
  notices: boolean,
): ChatLine[] {
  const note = (): OpenLine => ({ line: { name: null, text: '' }, words: [] });
  const found: OpenLine[] = [];
  let open: OpenLine | null = note();
  lines.forEach((line, i) => {
    const one = begins[i];
    const isNotice = notices && NOTICE.test(line.trim());
    if (one?.name && isName(one.name)) found.push((open = { line: one, words: [one.text] }));
    else if (EXTRAS.test(line.trim())) open = null;
    else if (isNotice || RULE.test(line.trim())) open = note();
    else if (open) {
      if (open.words.length === 0 && line.trim() !== '') found.push(open);
      if (open.words.length > 0 || line.trim() !== '') open.words.push(line);
    }
  });
  return found
    .map(({ line, words }) => ({ ...line, text: tidy(words) }))
    .filter((one) => one.text !== '' && !MESSENGER.test(one.name ?? ''));
}

function tidy(words: readonly string[]): string {
  return words
    .filter((line) => !NO_WORDS.test(line.trim()))
    .join('\n')
    .replace(/\s*<(?:This message was edited|此消息已编辑)>$/, '')
    .trim()
    .replace(/\n{3,}/g, '\n\n');
}

function stamped(line: string): ChatLine | null {
  const [, time, angled, spoken, text = ''] = line.length < 100_000 ? (STAMPED.exec(line) ?? []) : [];
  return chatLine(angled ?? spoken?.replace(/^~\s?/, ''), text, time);
}

function headed(line: string): ChatLine | null {
  const [, before, then, first, after, bracketed, last] = line.length <= 120 ? (HEAD.exec(line) ?? []) : [];
  return chatLine(before ?? after ?? last, '', then ?? first ?? bracketed);
}

function alone(line: string): ChatLine | null {
  const [, name] = line.length <= 60 ? (ALONE.exec(line) ?? []) : [];
  return name === undefined || NO_NAME.test(name) || name.split(' ').length > 4 ? null : chatLine(name, '');
}

function plain(line: string): ChatLine | null {
  const [, angled, spoken, text = ''] = PLAIN.exec(line) ?? [];
  const name = angled ?? spoken;
  return name === undefined || NO_NAME.test(name) || name.split(' ').length > 4 ? null : chatLine(name, text);
}

function chatLine(name: string | undefined, text: string, time?: string): ChatLine | null {
  const known = nameOf(name);
  return known === '' ? null : { name: known, text, ...(time !== undefined && { time }) };
}
