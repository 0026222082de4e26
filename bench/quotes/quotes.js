import { readCast } from '../../dist/src/text/speakers/cast.js';
import { partsOf, titleGender } from '../../dist/src/text/speakers/en/names/titles.js';
import { languageOf } from '../../dist/src/text/search/language.js';
import { divide } from '../../dist/src/text/structure/sections.js';
import { annotatedNovels } from './quotes-sets.js';

const KINDS = ['explicit', 'anaphoric', 'implicit'];
const SPANS = 0.99;
const CAST = 0.95;
const RIGHT = 0.95;

/**
 * Quotations, speakers and cast against what people annotated. Of a quotation that is given to somebody all parts have
 * to be given rightly. What annotators passed over (crowds, thoughts, words in marks) counts against the spans.
 */
export async function measureQuotes() {
  const row = { title: 'Who says what, English', limit: 'what people annotated' };
  const novels = annotatedNovels();
  if (!novels)
    return { ...row, cases: [{ name: 'quotations', skipped: 'skipped: no ../shared/data/quotes' }] };
  return { ...row, cases: casesOf(novels.map((novel) => judge(novel, read(novel)))) };
}

/** What is told of novels that were judged: all together, then each. */
export function casesOf(judged) {
  const all = (pick) => judged.map(pick).reduce(add);
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, all(({ kinds }) => kinds[kind])]));
  return [
    spanCase(
      'spans',
      all(({ spans }) => spans),
    ),
    castCase(
      'major and intermediate characters',
      all(({ cast }) => cast),
    ),
    lineCase(
      'quotations given to somebody',
      all(({ lines }) => lines),
    ),
    ...KINDS.map((kind) => lineCase(`  ${kind}`, kinds[kind])),
    ...judged.flatMap(({ name, lines, kinds: own, cast }) => [
      lineCase(name, lines, `, characters ${cast.found} of ${cast.all}`),
      ...KINDS.filter((kind) => own[kind].all > 0).map((kind) => lineCase(`  ${kind}`, own[kind])),
    ]),
  ];
}

const share = (part, whole) => (whole ? (part / whole).toFixed(3) : '–');
const add = (a, b) => Object.fromEntries(Object.keys(a).map((key) => [key, a[key] + b[key]]));

const spanCase = (name, { all, own, same }) => ({
  name,
  ratio: `${share(same, all)} found, ${share(same, own)} right`,
  target: `≥ ${SPANS}`,
  measured: `${same} of ${own} found are annotated`,
  limit: `${all} annotated`,
});
const castCase = (name, { all, found }) => ({
  name,
  ratio: share(found, all),
  target: `≥ ${CAST}`,
  measured: `${found} found`,
  limit: `${all} annotated`,
});
const lineCase = (name, { all, given, right, asRead }, more = '') => ({
  name,
  ratio: `${share(right, given)} right`,
  target: `≥ ${RIGHT}`,
  measured: `${right} of ${given} given (${share(asRead, given)} as a reader judges), ${share(given, all)} of all${more}`,
  limit: `${all} annotated`,
});

/** Its cast and lines as the product reads them. */
export const read = ({ text }) => readCast(text, divide(text), languageOf(text));

/**
 * Who of those that were annotated somebody of the cast is: by their names, the first that is anybody's. `asRead`: as a
 * reader would say, for whom a name that is written otherwise is whoever alone it fits.
 */
export function meantIn({ characters }, people) {
  const known = new Map();
  for (const { name, names } of characters)
    for (const one of names) if (!known.has(plain(one))) known.set(plain(one), name);
  const meant = (names) => names.map((name) => known.get(plain(name))).find(Boolean);
  const fitting = (names) =>
    names
      .map((name) => characters.filter((one) => one.names.some((other) => fits(name, other))))
      .find((list) => list.length === 1)?.[0].name;
  const persons = new Map(people.map(({ name, aliases }) => [name, meant([name, ...aliases])]));
  return {
    meant,
    persons,
    asRead: new Map(
      people.map(({ name, aliases }) => [name, persons.get(name) ?? fitting([name, ...aliases])]),
    ),
  };
}

/** Whether the words of one name are among another's, and their titles are no man's and woman's. */
function fits(name, other) {
  const [own, theirs] = [name, other].map((one) => partsOf(one.replace(/^the /i, '')));
  const [gender, their] = [own, theirs].map(titleGender);
  const words = new Set(theirs.words.map((word) => word.toLowerCase()));
  return (!gender || !their || gender === their) && own.words.every((word) => words.has(word.toLowerCase()));
}

/** A novel's cast and lines against what was annotated. */
export function judge(novel, { people, quotations: own }) {
  const { name, text, characters, quotations } = novel;
  const { meant, persons, asRead } = meantIn(novel, people);
  const listed = new Set(people.flatMap(({ name: one, aliases }) => [one, ...aliases]));
  const kinds = Object.fromEntries(KINDS.map((kind) => [kind, { all: 0, given: 0, right: 0, asRead: 0 }]));
  const lines = { all: 0, given: 0, right: 0, asRead: 0 };
  for (const { spans, speaker, kind } of quotations) {
    const parts = own.filter(({ start, end }) => spans.some(([from, to]) => start < to && end > from));
    const said = parts.map((part) => part.speaker).filter(Boolean);
    const gold = meant([speaker]) ?? speaker;
    for (const count of [lines, kinds[kind]].filter(Boolean)) {
      count.all++;
      if (said.length) count.given++;
      if (said.length && said.every((one) => persons.get(one) === gold)) count.right++;
      if (said.length && said.every((one) => asRead.get(one) === gold)) count.asRead++;
    }
  }
  const matter = characters.filter(({ matters }) => matters);
  return {
    name,
    lines,
    kinds,
    cast: {
      all: matter.length,
      found: matter.filter(({ names }) => names.some((name) => listed.has(name))).length,
    },
    spans: judgeSpans(text, own, quotations),
  };
}

const plain = (name) => name.toLowerCase().replace(/^the /, '');

/** Spans are the same when they begin and end at the same words; annotated parts between one pair of marks are one. */
function judgeSpans(text, own, quotations) {
  const merged = [];
  for (const [from, to] of quotations.flatMap(({ spans }) => spans).sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && !/["“”]/.test(text.slice(last[1] - 1, from + 1))) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  const bare = (from, to) => {
    while (from < to && /[\s"'`_]/.test(text[from])) from++;
    while (to > from && /[\s"'`_]/.test(text[to - 1])) to--;
    return `${from}-${to}`;
  };
  const annotated = new Set(merged.map(([from, to]) => bare(from, to)));
  const found = new Set(own.map(({ start, end }) => bare(start, end)));
  return {
    all: annotated.size,
    own: found.size,
    same: [...found].filter((span) => annotated.has(span)).length,
  };
}
