/**
 * Novels whose quotations were annotated by people: read from `../shared/data/quotes`, which is not part of the project.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCsv } from './csv.js';

const FOLDER = fileURLToPath(new URL('../../../shared/data/quotes/pdnc/', import.meta.url));
const KINDS = { Explicit: 'explicit', Anaphoric: 'anaphoric', Implicit: 'implicit' };

/**
 * The Project Dialogism Novel Corpus: whole novels in English.
 *
 * @returns {{ name: string, text: string, characters: { name: string, names: string[], matters: boolean }[],
 *   quotations: { spans: [number, number][], speaker: string, kind: string }[] }[] | null} `matters`: major or
 *   intermediate; spans in UTF-16 units, without marks; null without the folder
 */
export function annotatedNovels() {
  if (!existsSync(FOLDER)) return null;
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const file = (path) => readFileSync(`${FOLDER}${name}/${path}`, 'utf8');
      return {
        name: name.replace(/(?<=[a-z])(?=[A-Z])/g, ' '),
        text: file('novel_text.txt'),
        characters: readCsv(file('character_info.csv')).map((row) => ({
          name: row['Main Name'],
          names: [row['Main Name'], ...strings(row.Aliases)],
          matters: /major|intermediate/.test(row.Category) && !row['Main Name'].startsWith('_'),
        })),
        quotations: readCsv(file('quotation_info.csv')).map((row) => ({
          spans: JSON.parse(row.quoteByteSpans),
          speaker: row.speaker,
          kind: KINDS[row.quoteType] ?? 'other',
        })),
      };
    });
}

/** The strings of a Python list or set. */
function strings(literal) {
  return [...literal.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g)].map(([, a, b]) => a ?? b);
}
