import { readdir, readFile } from 'node:fs/promises';
import { readCast } from '../../dist/src/text/speakers/cast.js';
import { divide } from '../../dist/src/text/structure/sections.js';

/** By language: where stories are, what parts the names of somebody, and what stands in marks. */
const STORIES = {
  zh: {
    title: 'Made-up Chinese stories',
    folder: new URL('../stories-zh/', import.meta.url),
    between: ' ',
    spoken: /[“「][^”」]*[”」]/g,
  },
  en: {
    title: 'Made-up English stories',
    folder: new URL('../stories-en/', import.meta.url),
    between: ', ',
    spoken: /“[^”]*”/g,
  },
};
const KINDS = { '!': 'named beside the line', '?': 'a pronoun or a description', '': 'other' };
const MARK = /\{([!?]?)([^}]*)\}/g;
const NOBODY = '-';

/**
 * Cast and speakers of short stories that were written for this: a modern novel, a family saga, a novel whose hero
 * hardly speaks, and others.
 */
export const measureChineseStories = () => measureStories('zh');

/** A teller who says I, Regency manners, detectives, children, hardly any tags, three in a room. */
export const measureEnglishStories = () => measureStories('en');

async function measureStories(language) {
  const stories = await readStories(language);
  const judged = stories.map((story) => judge(story, language));
  const sum = (pick) => judged.map(pick).reduce((a, b) => a + b, 0);
  const kinds = [null, ...Object.keys(KINDS)].map((kind) => {
    const of = ({ lines }) => lines.filter((line) => kind === null || line.kind === kind);
    return lineCase(kind === null ? 'all lines' : KINDS[kind], judged.flatMap(of), kind);
  });
  return {
    title: STORIES[language].title,
    limit: 'what their author meant',
    cases: [
      castCase(
        'people found',
        sum(({ found }) => found),
        sum(({ people }) => people),
        judged.flatMap(({ strangers }) => strangers),
      ),
      ...kinds,
      ...judged.flatMap(({ name, found, people, strangers, lines }) => [
        castCase(name, found, people, strangers),
        lineCase('  lines', lines, null),
      ]),
    ],
  };
}

/** The stories: who is in them, and whose each line is. */
export async function readStories(language = 'zh') {
  const { folder } = STORIES[language];
  const files = (await readdir(folder)).sort();
  return Promise.all(
    files.map(async (file) => parsed(file, await readFile(new URL(file, folder), 'utf8'), STORIES[language])),
  );
}

/**
 * A head with a person in each line, then the text; `{!name}` behind a paragraph tells whose its lines are: a mark for
 * each, or one for all.
 */
function parsed(name, written, { between, spoken: said }) {
  const [head, ...rest] = written.split('\n---\n');
  const people = head
    .trim()
    .split('\n')
    .map((line) => line.split(between));
  const lines = [];
  let text = '';
  for (const paragraph of rest.join('\n---\n').split('\n')) {
    const marks = [...paragraph.matchAll(MARK)];
    const plain = paragraph.replace(MARK, '');
    const spoken = [...plain.matchAll(said)];
    if (marks.length !== spoken.length && (marks.length !== 1 || !spoken.length))
      throw new Error(`${name}: a line without its mark: ${paragraph}`);
    spoken.forEach((line, n) => {
      const [, kind, speaker] = marks.length === 1 ? marks[0] : marks[n];
      if (speaker !== NOBODY && !people.some((names) => names.includes(speaker)))
        throw new Error(`${name}: ${speaker} is nobody.`);
      lines.push({ start: text.length + line.index, kind, speaker });
    });
    text += `${plain}\n`;
  }
  return { name: name.replace(/\.txt$/, ''), people, text, lines };
}

/** Its cast and lines as the product reads them, against what was meant. */
export function judge({ name, people, text, lines }, language = 'zh') {
  const read = readCast(text, divide(text), language);
  const at = new Map(read.quotations.map((quotation) => [quotation.start, quotation]));
  const meant = (one) => people.find((names) => names.includes(one));
  const listed = read.people.flatMap(({ name: one, aliases }) => [one, ...aliases]);
  return {
    name,
    people: people.length,
    found: people.filter((names) => names.some((one) => listed.includes(one))).length,
    strangers: listed.filter((one) => !meant(one)),
    lines: lines.map(({ start, kind, speaker }) => {
      const given = at.get(start)?.speaker ?? null;
      return {
        start,
        kind,
        speaker,
        given,
        right: given !== null && meant(given)?.includes(speaker) === true,
      };
    }),
  };
}

const share = (part, whole) => (whole ? (part / whole).toFixed(3) : '–');

const castCase = (name, found, all, strangers) => ({
  name,
  ratio: share(found, all),
  target: '≥ 0.95',
  measured: `${found} found, and ${strangers.length} that are nobody's name`,
  limit: `${all} people`,
});

function lineCase(name, lines, kind) {
  const own = lines.filter(({ speaker }) => speaker !== NOBODY);
  const given = lines.filter((line) => line.given !== null).length;
  const right = lines.filter((line) => line.right).length;
  return {
    name,
    ratio: `found ${share(right, own.length)}, right ${share(right, given)}`,
    target: kind === '!' ? 'found ≥ 0.85, right ≥ 0.95' : 'right ≥ 0.95',
    measured: `${given} given, ${right} right`,
    limit: `${own.length} lines`,
  };
}
