import type { ChatLine } from './chat-line.js';
import { dayLine, isNotice, PLAIN_FORM, STAMPED_FORMS, withTimes, type LineForm } from './chat-line-forms.js';

const LEAST = 4;

/** What a messenger writes where there are no words. */
const NO_WORDS =
  /^(?:<[^<>\n]{3,40}(?:omitted|weggelassen|ausgeschlossen|omitido|omitidos|omessi|omis|已省略|已忽略)>|<attached: [^<>\n]+>|.{1,60} \((?:file attached|文件附件)\)|(?:image|video|audio|sticker|gif|document|contact card) omitted|(?:图片|图像|视频|音频|贴图|文档|貼圖|圖片|影片)已?(?:忽略|省略|略過)|(?:this message was deleted|you deleted this message|此消息已(?:被)?删除|你删除了此消息)\.?|null|\[(?:图片|圖片|表情|动画表情|動畫表情|视频|語音|语音|文件|位置|链接|名片|红包|转账|语音通话|视频通话|photo|sticker|video|voice message)\][^\n]{0,80})$/i;
/** Names under which a messenger speaks itself. */
const MESSENGER = /^(?:系统消息|系統消息|system message)(?:\(\d+\))?$/i;
/** What an export lists below a message, up to the next one. */
const EXTRAS = /^\{(?:Attachments|Embed|Reactions|Stickers)\}$/;
const RULE = /^(?:[=\-_*—]{6,}|Exported [\d,.]+ message\(s\)|消息(?:分组|对象|记录)[:：（(].*)$/;

/** The messages of a text of lines, or null where it is no chat log. */
export function fromLines(text: string): ChatLine[] | null {
  return stampedLines(text) ?? inForms(text, [PLAIN_FORM]);
}

/** The messages of a text whose lines tell their times, or of names alone on their lines. */
export function stampedLines(text: string): ChatLine[] | null {
  return inForms(text, STAMPED_FORMS);
}

function inForms(text: string, forms: readonly LineForm[]): ChatLine[] | null {
  const lines = withTimes(text.replace(/[\u202F\u00A0]/g, ' ').split('\n'));
  const full = lines.filter((line) => line.trim() !== '').length;
  for (const form of forms) {
    const begins = lines.map((line) => form.of(line.trim()));
    const times = new Map<string, number>();
    for (const one of begins) if (one?.name) times.set(one.name, (times.get(one.name) ?? 0) + 1);
    const regular = begins.filter((one) => one?.name && times.get(one.name)! >= 2).length;
    const all = begins.filter((one) => one !== null).length;
    const names = [...times.values()].filter((n) => n >= 2).length;
    if (names < 2 || regular < LEAST || regular < form.share * full || regular < 0.6 * all) continue;
    const isName = (name: string) => !form.isGuess || times.get(name)! >= 2;
    return messages(lines, begins, isName, form);
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
  form: LineForm,
): ChatLine[] {
  const note = (): OpenLine => ({ line: { name: null, text: '' }, words: [] });
  const found: OpenLine[] = [];
  let open: OpenLine | null = note();
  let day: string | null = null;
  lines.forEach((line, i) => {
    const one = begins[i];
    const told = form.isGuess ? null : dayLine(line.trim());
    if (one?.name && isName(one.name)) {
      const time = day !== null && one.time !== undefined ? `${day} ${one.time}` : one.time;
      found.push((open = { line: { ...one, ...(time !== undefined && { time }) }, words: [one.text] }));
    } else if (told !== null) day = told;
    else if (EXTRAS.test(line.trim())) open = null;
    else if ((form.hasNotices && isNotice(line.trim())) || RULE.test(line.trim())) open = note();
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
