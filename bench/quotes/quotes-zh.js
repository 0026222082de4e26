import { readFile } from 'node:fs/promises';
import { readCast } from '../../dist/src/text/speakers/cast.js';
import { divide } from '../../dist/src/text/structure/sections.js';

const SET = new URL('../../../shared/data/quotes/wp/', import.meta.url);
const KINDS = { explicit: 'named beside the line', implicit: 'a pronoun or a description', latent: 'other' };
const TARGETS = { explicit: 'found ≥ 0.85, right ≥ 0.95', all: 'right ≥ 0.95' };

/**
 * Whose line it is, on the World of Plainness set: windows of 21 sentences around lines whose speaker is known. Windows
 * that overlap are one text, as they are in the novel.
 */
export async function measureChineseQuotes() {
  const rows = { title: 'Whose line it is, in Chinese', limit: 'the speakers that people annotated' };
  const set = await readSet().catch(() => null);
  if (!set)
    return { ...rows, cases: [{ name: 'World of Plainness', skipped: 'skipped: no ../shared/data/quotes' }] };
  const { text, lines, names } = set;
  const { quotations } = readCast(text, divide(text), 'zh');
  const at = new Map(quotations.map((quotation) => [quotation.start, quotation]));
  const counts = new Map(
    ['all', ...Object.keys(KINDS)].map((kind) => [kind, { all: 0, given: 0, right: 0 }]),
  );
  for (const { start, speaker, kind } of lines) {
    const given = at.get(start)?.speaker ?? null;
    for (const one of [counts.get('all'), counts.get(kind)]) {
      one.all++;
      if (given) one.given++;
      if (given && names.get(given)?.has(speaker)) one.right++;
    }
  }
  const cases = [...counts].map(([kind, { all, given, right }]) => ({
    name: kind === 'all' ? 'all lines' : `${kind}: ${KINDS[kind]}`,
    ratio: `found ${(right / all).toFixed(3)}, right ${given ? (right / given).toFixed(3) : '–'}`,
    target: TARGETS[kind],
    measured: `${given} given (share ${(given / all).toFixed(3)}), ${right} right`,
    limit: `${all} lines`,
  }));
  return { ...rows, cases };
}

async function readSet() {
  const windows = (await readFile(new URL('dev/dev_unsplit.txt', SET), 'utf8')).trim().split(/\r?\n\s*\n/);
  const sentences = [];
  const found = [];
  let last = [];
  for (const window of windows) {
    const all = window.split(/\r?\n/);
    const told = all.slice(1, 22);
    const field = (name) =>
      all
        .find((line) => line.startsWith(`${name}: `))
        .slice(name.length + 2)
        .trim();
    let shared = told.length - 1;
    while (shared > 0 && last.slice(-shared).join('\n') !== told.slice(0, shared).join('\n')) shared--;
    found.push({
      sentence: sentences.length - shared + 10,
      speaker: field('Speaker'),
      kind: field('Category'),
    });
    sentences.push(...told.slice(shared));
    last = told;
  }
  const starts = [];
  let end = 0;
  for (const sentence of sentences) {
    starts.push(end);
    end += sentence.length + 1;
  }
  const names = new Map();
  for (const line of (await readFile(new URL('name_list.txt', SET), 'utf8')).split('\n')) {
    const [, main, ...others] = line.trim().split(/\s+/);
    for (const name of main ? [main, ...others] : [])
      names.set(name, (names.get(name) ?? new Set()).add(main));
  }
  return {
    text: sentences.join('\n'),
    lines: found.map(({ sentence, speaker, kind }) => ({ start: starts[sentence], speaker, kind })),
    names,
  };
}
