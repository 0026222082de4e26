import { truncate } from '../../text/encoding/truncate.js';
import type { Sheet } from '../../contracts/sheet.js';

const LONGEST = 160;
/** What is read of a text for it, in UTF-16 units: more than that is names and spaces. The database keeps as many characters. */
const LINE_READ = 4000;
const YOU = { en: 'you', zh: '你' };
const YOUR = { en: 'your', zh: '你的' };
const COMMA = { en: ', ', zh: '、' };

/** Values in quotation marks behind a name: `[Mira's personality= "dry", "patient"]`, `Age("24")`, `likes: "rain" + "tea"`. */
const LISTED = /(?:=|:|\()\s*["“]([^"“”]{1,120})["”]|[,+]\s*["“]([^"“”]{1,120})["”]/g;
/** A text that is a list of such values, as card makers write them to save tokens. */
const IS_LISTED = /^(?:\[(?![^[\]]*\]\()|\{)|^[\p{L}\p{N}'’ {}]{1,60}(?:=|\()\s*["“]/u;
/** Of a text that was written as Markdown or HTML, what is not read. */
const MARKS: [RegExp, string][] = [
  [/<[/!]?[a-z][^<>]{0,200}>/gi, ' '],
  [/!?\[([^[\]]{1,200})\]\([^()\s]{1,400}\)/g, '$1'],
  [/^\s{0,3}(?:#{1,6}|>|[-*+])\s+/gm, ''],
  [/\*{1,3}|~~|`{1,3}|(?<![\p{L}\p{N}])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\p{L}\p{N}])/gu, ''],
];

/**
 * One line on who somebody is, for a list: up to 160 UTF-16 units, whole words, without marks of any notation, and a
 * sign where there is more.
 * @param text the first claim on who they are, or the scenario where there is none (`keep_sheet_line`)
 */
export function taglineOf(text: string, language: Sheet['language'], name: string): string {
  const read = truncate(text, LINE_READ)
    .replace(/\{\{char\}\}/gi, () => name)
    .replace(/\{\{user\}\}[’']s/gi, YOUR[language])
    .replace(/\{\{user\}\}/gi, YOU[language]);
  const line = wordsOf(listed(read.trim(), language, name));
  if (line.length <= LONGEST) return line;
  const cut = truncate(line, LONGEST - 1).replace(/\s\S{0,20}$/, '');
  return `${cut}…`;
}

function wordsOf(text: string): string {
  const bare = MARKS.reduce((rest, [mark, instead]) => rest.replace(mark, instead), text);
  return bare.replace(/\s+/g, ' ').trim();
}

/** What such a list says, without its notation; any other text as it is. */
function listed(text: string, language: Sheet['language'], name: string): string {
  if (!IS_LISTED.test(text)) return text;
  const values = [...text.matchAll(LISTED)].map((found) => (found[1] ?? found[2]!).trim());
  const said = values.filter((value) => value && value.toLowerCase() !== name.toLowerCase());
  if (said.length > 1) return said.join(COMMA[language]);
  // What is cut off above may have no end.
  return /^[[{][^\]}]*[\]}]*$/.test(text) ? text.replace(/^[[{]+\s*|\s*[\]}]+$/g, '') : text;
}
