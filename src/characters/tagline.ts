import { truncate } from '../text/encoding/truncate.js';
import type { Sheet } from '../contracts/sheet.js';

const LONGEST = 160;
/** What is read of a text for it, in UTF-16 units: more than that is names and spaces. The database keeps as many characters. */
const LINE_READ = 4000;
const YOU = { en: 'you', zh: '你' };
const YOUR = { en: 'your', zh: '你的' };

/**
 * One line on who somebody is, for a list: up to 160 UTF-16 units, whole words, and a sign where there is more.
 * @param text the first claim on who they are, or the scenario where there is none (`keep_sheet_line`)
 */
export function taglineOf(text: string, language: Sheet['language'], name: string): string {
  const line = truncate(text, LINE_READ)
    .replace(/\s+/g, ' ')
    .replace(/\{\{char\}\}/gi, () => name)
    .replace(/\{\{user\}\}[’']s/gi, YOUR[language])
    .replace(/\{\{user\}\}/gi, YOU[language])
    .trim();
  if (line.length <= LONGEST) return line;
  const cut = truncate(line, LONGEST - 1).replace(/\s\S{0,20}$/, '');
  return `${cut}…`;
}
