import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { extractFile } from '../../dist/src/files/extract-file.js';
import { divideExtracted } from '../../dist/src/text/speakers/reading.js';
import { clean } from '../../dist/src/text/encoding/storable.js';
import { decode } from '../../dist/src/text/encoding/decode.js';
import { median, megabytes, short } from '../support/table.js';

const TURNS = 3;
const SENTENCE = /[^.!?。！？\n]+/g;
const NOVELS = new URL('../../../shared/data/novels/', import.meta.url);
/** Files, and the plain text of the same work where there is one. */
const FILES = [
  ['en/pride_and_prejudice/1342-pdf.pdf', 'en/pride_and_prejudice/1342.txt'],
  ['en/pride_and_prejudice/pandp12p.pdf', 'en/pride_and_prejudice/1342.txt'],
  ['en/pride_and_prejudice/1342-h.htm', 'en/pride_and_prejudice/1342.txt'],
  ['files/DERIVED_moon_and_sixpence.docx', 'en/moon_and_sixpence/222.txt'],
  ['files/alice.epubjs.epub'],
  ['files/romeo_juliet.koreader.epub'],
];

/** Milliseconds of the processor: they do not count what else the machine does. */
const clock = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Files of all kinds to their text and its divisions. */
export async function measureFiles() {
  const cases = [];
  for (const [path, truth] of FILES) cases.push(await caseOf(path, truth));
  return {
    title: 'Files to text: sections, and the share of the plain text’s 12-character stretches that is found',
    limit: `one pass of ${SENTENCE} over the text`,
    cases: cases.some((one) => one)
      ? cases.filter((one) => one)
      : [{ name: 'files', skipped: 'skipped: no ../shared/data' }],
  };
}

async function caseOf(path, truth) {
  const bytes = await readFile(new URL(path, NOVELS)).catch(() => null);
  if (!bytes) return null;
  const reading = [];
  const pass = [];
  let found;
  let sentences = 0;
  for (let n = 0; n <= TURNS; n++) {
    const begun = clock();
    [found] = await extractFile(basename(path), bytes);
    const read = clock();
    for (const _ of found.text.matchAll(SENTENCE)) sentences++;
    const ended = clock();
    if (n === 0) continue; // the first loads the libraries
    reading.push(read - begun);
    pass.push(ended - read);
  }
  if (!sentences) throw new Error(`There is no text in ${path}.`);
  const size = Buffer.byteLength(found.text);
  const speed = (times) => `${short(size / 1000 / median(times))} MB/s`;
  const { sections } = divideExtracted(found);
  const share = truth ? `, ${(await shareOf(truth, found.text)).toFixed(3)} found` : '';
  return {
    name: `${basename(path)} (${megabytes(bytes.length)})`,
    measured: `${speed(reading)}, ${sections.length} sections${share}`,
    limit: speed(pass),
    ratio: `${short(median(reading) / median(pass))}×`,
    ...(truth && { target: 'found ≥ 0.98' }),
  };
}

async function shareOf(truth, text) {
  const whole = clean(decode(await readFile(new URL(truth, NOVELS))).text);
  const from = /\*\*\* ?START OF.*\n/.exec(whole);
  const to = /\*\*\* ?END OF/.exec(whole);
  const wanted = stretches(whole.slice(from ? from.index + from[0].length : 0, to?.index));
  const had = stretches(text);
  let both = 0;
  for (const stretch of wanted) if (had.has(stretch)) both++;
  return both / wanted.size;
}

/** All 12 characters in a row, blanks and marks that editions write differently made alike. */
function stretches(text) {
  const plain = text.replaceAll('_', '').replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replace(/\s+/g, ' ');
  const found = new Set();
  for (let at = 0; at + 12 <= plain.length; at++) found.add(plain.slice(at, at + 12));
  return found;
}
