import { truncate } from '../text/encoding/truncate.js';
import type { Sheet } from '../contracts/sheet.js';

const LONGEST = 160;
/** What is read of a text for it, in characters: more than that is names and spaces. */
export const LINE_READ = 4000;
const YOU = { en: 'you', zh: '你' };
const YOUR = { en: 'your', zh: '你的' };

/** One line on who somebody is, for a list: up to 160 UTF-16 units, whole words, and a sign where there is more. */
export function taglineOf(sheet: Pick<Sheet, 'identity' | 'scenario' | 'language'>, name: string): string {
  const line = truncate(sheet.identity[0]?.text ?? sheet.scenario, LINE_READ)
    .replace(/\s+/g, ' ')
    .replace(/\{\{char\}\}/gi, () => name)
    .replace(/\{\{user\}\}[’']s/gi, YOUR[sheet.language])
    .replace(/\{\{user\}\}/gi, YOU[sheet.language])
    .trim();
  if (line.length <= LONGEST) return line;
  const cut = truncate(line, LONGEST - 1).replace(/\s\S{0,20}$/, '');
  return `${cut}…`;
}
