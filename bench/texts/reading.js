import { readdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readCast } from '../../dist/src/text/speakers/cast.js';
import { clean } from '../../dist/src/text/encoding/storable.js';
import { decode } from '../../dist/src/text/encoding/decode.js';
import { languageOf } from '../../dist/src/text/search/language.js';
import { divide } from '../../dist/src/text/structure/sections.js';
import { clock } from '../support/clock.js';
import { novel } from './novel.js';
import { median, megabytes, short } from '../support/table.js';

const TURNS = 7;
const SENTENCE = /[^.!?。！？\n]+/g;
const NOVELS = new URL('../../../shared/data/novels/', import.meta.url);

/** A text to its passages and its cast. */
export async function measureReading() {
  const cases = [
    caseOf('made up, English', novel('en')),
    caseOf('made up, Chinese', novel('zh')),
    ...(await realNovels()),
  ];
  return {
    title: 'Reading a novel: text to passages and cast',
    limit: `one pass of ${SENTENCE} over it`,
    cases,
  };
}

async function realNovels() {
  const paths = await readdir(NOVELS, { recursive: true }).catch(() => null);
  if (!paths) return [{ name: 'novels', skipped: 'skipped: no ../shared/data' }];
  const cases = [];
  for (const path of paths.filter((name) => name.endsWith('.txt')).sort()) {
    cases.push(caseOf(basename(path), clean(decode(await readFile(new URL(path, NOVELS))).text)));
  }
  return cases;
}

function caseOf(name, text) {
  const reading = [];
  const pass = [];
  let found = { passages: 0, people: 0 };
  let sentences = 0;
  for (let n = 0; n <= TURNS; n++) {
    const begun = clock();
    const divided = divide(text);
    const { people } = readCast(text, divided, languageOf(text));
    const read = clock();
    for (const _ of text.matchAll(SENTENCE)) sentences++;
    const ended = clock();
    found = { passages: divided.passages.length, people: people.length };
    // The first warms up.
    if (n === 0) continue;
    reading.push(read - begun);
    pass.push(ended - read);
  }
  if (!sentences || !found.passages || !found.people) throw new Error(`Nothing was found in ${name}.`);
  const bytes = Buffer.byteLength(text);
  const speed = (times) => `${short(bytes / 1000 / median(times))} MB/s`;
  return {
    name: `${name} (${megabytes(bytes)})`,
    measured: `${speed(reading)}, ${found.passages} passages, ${found.people} people`,
    limit: speed(pass),
    ratio: `${short(median(reading) / median(pass))}×`,
  };
}
