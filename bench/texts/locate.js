import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { clean } from '../../dist/src/text/encoding/storable.js';
import { decode } from '../../dist/src/text/encoding/decode.js';
import { makeLocator } from '../../dist/src/text/locate/locate.js';
import { divide } from '../../dist/src/text/structure/sections.js';
import { EACH, samplesOf } from './locate-samples.js';
import { novel } from './novel.js';
import { median, megabytes, milliseconds, short } from '../support/table.js';

const RUNS = 5;
const CHARACTERS = 1_000_000;
const TIMED = 5;
const MOST_MS = 1000;
const MOST_BYTES = 150e6;
/** In UTF-16 units: the edge of a quotation that was changed may fall a little beside. */
const BESIDE = 3;
const SENTENCE = /[^.!?。！？\n]+/g;
const NOVELS = new URL('../../../shared/data/novels/', import.meta.url);

/** Quotations looked up in a novel of a million characters: how long it takes, what it holds, what is found. */
export async function measureLocate() {
  const cases = [];
  for (const [name, language] of [
    ['made up, English', 'en'],
    ['made up, Chinese', 'zh'],
  ]) {
    const text = novel(language);
    const whole = text.repeat(Math.ceil(CHARACTERS / text.length)).slice(0, CHARACTERS);
    // A few sentences over and over: which place is meant cannot be told.
    cases.push(...casesOf(name, { text: whole, language, elsewhere: text }).slice(0, 2));
  }
  for (const [name, language, paths, other] of [
    ['English', 'en', ['en/pride_and_prejudice/1342.txt', 'en/moon_and_sixpence/222.txt'], null],
    [
      'Chinese',
      'zh',
      ['zh/hongloumeng.utf8-crlf.tennessine.txt', 'zh/xiyouji.utf8-crlf.tennessine.txt'],
      'zh/sanguo.gbk.liangwe.txt',
    ],
  ]) {
    const texts = await Promise.all([...paths, ...(other ? [other] : [])].map(read)).catch(() => null);
    if (!texts) {
      cases.push({ name: `novels, ${name}`, skipped: 'skipped: no ../shared/data/novels' });
      continue;
    }
    const joined = texts.slice(0, paths.length).join('\n\n');
    const text = joined.slice(0, CHARACTERS);
    const elsewhere = other ? texts.at(-1) : joined.slice(CHARACTERS);
    cases.push(...casesOf(`novels, ${name}`, { text, language, elsewhere }));
  }
  return {
    title: `Quotations found again: ${TIMED * EACH} in a million characters, index and all, in time of the processor`,
    limit: `what it may take; and one pass of ${SENTENCE}`,
    cases,
  };
}

async function read(path) {
  // The licence at the end is the same in all.
  return clean(decode(await readFile(new URL(path, NOVELS))).text).split(/^.*\bEND OF .*GUTENBERG/im)[0];
}

function casesOf(name, { text, language, elsewhere }) {
  if (elsewhere.length < 50_000) throw new Error(`There is nothing to compare ${name} with.`);
  const { passages } = divide(text);
  const kinds = samplesOf({ text, passages, language, elsewhere });
  const timed = kinds.slice(0, TIMED).flatMap(({ quotations }) => quotations);
  const times = [];
  const passes = [];
  let sentences = 0;
  let held = 0;
  let locate = null;
  for (let n = 0; n < RUNS; n++) {
    locate = null;
    const before = inUse();
    const begun = cpu();
    locate = makeLocator(text, passages);
    for (const { given, cited } of timed) locate(given, cited);
    const ended = cpu();
    for (const _ of text.matchAll(SENTENCE)) sentences++;
    times.push(ended - begun);
    passes.push(cpu() - ended);
    held = Math.max(held, inUse() - before);
  }
  if (!sentences) throw new Error(`Nothing was found in ${name}.`);
  const ms = median(times);
  return [
    {
      name: `${name} (${text.length} characters): time`,
      ratio: `${short(ms / MOST_MS)}×`,
      target: '≤ 1×',
      measured: `${milliseconds(ms)}, ${short(ms / median(passes))}× one pass`,
      limit: milliseconds(MOST_MS),
    },
    {
      name: `${name}: memory held`,
      ratio: `${short(held / MOST_BYTES)}×`,
      target: '≤ 1×',
      measured: megabytes(held),
      limit: megabytes(MOST_BYTES),
    },
    ...kinds.map(({ name: kind, stands, quotations }) => {
      const found = quotations.map(({ given, cited }) => locate(given, cited));
      const right = found.filter((one, n) => one && isRight(one, quotations[n].place, { text, passages }));
      const all = found.filter(Boolean);
      const share = (stands ? right : all).length / quotations.length;
      return {
        name: `${name}: ${kind}`,
        ratio: `${stands ? 'right' : 'accepted'} ${share.toFixed(3)}`,
        target: stands ? '1' : '0',
        measured: stands ? `${all.length} found, ${right.length} right` : `${all.length} accepted`,
        limit: `${quotations.length} quotations`,
      };
    }),
  ];
}

/** In its place, or the very same words in another. */
function isRight(found, place, { text, passages }) {
  if (found.quote === text.slice(place.start, place.end)) return true;
  const { start } = passages[found.passage - 1];
  return (
    Math.abs(start + found.start - place.start) <= BESIDE && Math.abs(start + found.end - place.end) <= BESIDE
  );
}

/** Milliseconds of the processor. */
function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Bytes, when garbage has been collected. */
function inUse() {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  // What the first lets go outside of the heap is gone with the second.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
