import { readdirSync, readFileSync } from 'node:fs';
import { extractSheet } from '../../dist/src/sheets/extract/extractive-sheet.js';
import { divideExtracted, read } from '../../dist/src/text/speakers/reading.js';

const SOURCE = '00000000-0000-4000-8000-000000000000';
const STORIES = new URL('../sheets/', import.meta.url);
/** What a sheet says by figures alone, and its frame. */
const FIGURES =
  /^(?:Stands together|Is (?:first|last) named|The chapter is called|与.+一同出现|初见于|最后见于|有一章题为)/;

const plain = (text) => text.replace(/\s+/g, ' ').replace(/[’‘]/g, "'").replace(/[“”]/g, '"');
const holds = (quote, fragment) => fragment.split('|').some((one) => plain(quote).includes(plain(one)));

/** The stories with their keys, in the order of their names. */
export function stories() {
  return readdirSync(STORIES)
    .filter((file) => file.endsWith('.txt'))
    .map((file) => ({
      file: file.replace('.txt', ''),
      text: readFileSync(new URL(file, STORIES), 'utf8'),
      ...JSON.parse(readFileSync(new URL(file.replace('.txt', '.json'), STORIES), 'utf8')),
    }));
}

/** What the sheet of each person of a story has of what its key expects, and what it says of them that is another's. */
export function judged({ text, people }) {
  const reading = read(SOURCE, text, divideExtracted({ text }));
  return people.map(({ name, told, kin, not }, n) => {
    const person = reading.people.find((one) => [one.name, ...one.aliases].includes(name));
    const sheet = extractSheet(name, [reading], person && [person.name, ...person.aliases]);
    const of = (...parts) => parts.flatMap((part) => sheet[part]).filter((one) => !FIGURES.test(one.text));
    const shows = (claims, fragment) =>
      claims.some(({ citations }) => citations.some(({ quote }) => holds(quote, fragment)));
    const told_ = Object.entries(told).flatMap(([kind, fragments]) =>
      fragments.map((what) => ({
        kind,
        what,
        found: shows(kind === 'events' ? of('timeline') : of('identity', 'drives', 'voice'), what),
      })),
    );
    const related = kin.map(([word, other]) => ({
      kind: 'kin',
      what: [word, other].filter(Boolean).join(' '),
      found: of('relationships').some(
        (one) =>
          word.split('|').some((said) => one.text.includes(said)) &&
          (!other || `${one.text} ${one.about}`.includes(other)),
      ),
    }));
    const mine = Object.values(told).flat();
    const others = people.flatMap((one, k) => (k === n ? [] : Object.values(one.told).flat()));
    const theirs = [...not, ...others.filter((what) => !mine.includes(what))];
    const claims = of('identity', 'drives', 'voice', 'timeline');
    const wrong = claims.filter(({ citations }) =>
      citations.some(({ quote }) =>
        theirs.some((what) => holds(quote, what) && !mine.some((one) => holds(quote, one))),
      ),
    );
    return { name, sheet, expected: [...told_, ...related], wrong: wrong.map((one) => one.text) };
  });
}

/** What a sheet without a model tells of the people of whole stories of our own, beside what a reader would. */
export function measureSheetsOfStories() {
  const cases = stories().map((story) => {
    const all = judged(story);
    const expected = all.flatMap((one) => one.expected);
    const found = expected.filter((one) => one.found);
    const wrong = all.flatMap((one) => one.wrong);
    const share = (kinds) => {
      const those = expected.filter((one) => kinds(one.kind));
      return `${those.filter((one) => one.found).length}/${those.length}`;
    };
    return {
      name: `${story.file}: ${story.style}`,
      ratio: (found.length / expected.length).toFixed(2),
      measured: `who they are ${share((kind) => kind !== 'events' && kind !== 'kin')}, kin ${share((kind) => kind === 'kin')}, events ${share((kind) => kind === 'events')}; ${wrong.length} wrong`,
      limit: `${expected.length} in the key`,
    };
  });
  return { title: 'Sheets without a model, of stories', limit: 'what a reader would tell', cases };
}
