import { askedFor, decidingPart } from '../../dist/src/context/recall/question/asked-for.js';
import { dividedInPassages } from '../../dist/src/context/recall/index/long-messages.js';
import { IndexedStretch } from '../../dist/src/context/recall/index/recall-index.js';
import { likenessOf } from '../../dist/src/context/recall/vectors/likeness.js';
import { directionOf, VectorBlock } from '../../dist/src/context/recall/vectors/vector-block.js';
import { atOnce } from '../../dist/src/text/search/slices.js';
import { median, milliseconds, short } from '../support/table.js';
import { measured } from './meant.js';
import { meantHistory, WAYS } from './meant-history.js';
import { memorySets } from './memory-sets.js';
import { answered, prepared } from './small-talk.js';
import { wordVectors } from './word-vectors.js';

const BLOCK = 64;
const WINDOWS = [0.25, 0.1];
/** Of the scan: as many messages as years hold, and dimensions as usual models have them. */
const MESSAGES = 30_000;
const DIMENSIONS = [384, 1024, 3072];
const QUESTIONS = 12;

/** What vectors add to words: by a weak model of its own, and what looking through them costs. */
export async function measureMeaning() {
  const scans = {
    title: `Looking through the vectors of ${MESSAGES} messages, of the processor`,
    limit: 'copying them',
    cases: [],
  };
  for (const dimensions of DIMENSIONS) scans.cases.push(scanned(dimensions));
  const row = { title: 'Recall with vectors of a weak model (means of GloVe)', limit: 'by words alone' };
  const embed = await wordVectors();
  if (!embed)
    return [scans, { ...row, cases: [{ name: 'word vectors', skipped: 'skipped: packages not installed' }] }];
  return [scans, { ...row, cases: [...ofSets(embed), ...ofMeant(embed)] }];
}

function ofSets(embed) {
  return (memorySets() ?? []).flatMap((set) =>
    WINDOWS.map((window) => {
      const histories = set.histories.map((history) => prepared(history, window));
      const likeness = set.histories.map(({ messages }, n) =>
        likenessIn(messages, histories[n].stretches, embed),
      );
      return {
        name: `${set.name}, ${window * 100} %`,
        ratio: short(answered(histories, 'balanced', (n, text) => likeness[n](text))),
        measured: '–',
        limit: short(answered(histories, 'balanced')),
      };
    }),
  );
}

function ofMeant(embed) {
  const { messages, questions } = meantHistory();
  const share = (found) => found.filter(({ held }) => held).length / found.length;
  return [false, true].map((withWords) => {
    const stretches = stretchesOf(messages, withWords);
    const [words, both] = [undefined, likenessIn(messages, stretches, embed)].map((likeness) => {
      const found = measured(messages, questions, withWords, likeness);
      const ways = WAYS.map((way) => share(found.filter((one) => one.way === way)));
      return { ways, mean: ways.reduce((sum, one) => sum + one, 0) / ways.length };
    });
    return {
      name: `what was meant, ${withWords ? 'with' : 'without'} index words`,
      ratio: short(both.mean),
      measured: WAYS.map((way, n) => `${way} ${short(both.ways[n])}`).join(', '),
      limit: short(words.mean),
    };
  });
}

const STRETCH = 512;
function stretchesOf(messages, withWords) {
  const stretches = [];
  for (let from = 0; from < messages.length; from += STRETCH) {
    const some = messages.slice(from, from + STRETCH).map(({ role, content, at, words }, n) => {
      return { seq: from + n + 1, speaker: role, content, at, meant: withWords ? words : '' };
    });
    stretches.push(atOnce(IndexedStretch.of(some)));
  }
  return stretches;
}

/** @returns of a question, where messages are like it */
function likenessIn(messages, stretches, embed) {
  const ranges = [];
  for (let from = 0; from < messages.length; from += BLOCK) {
    const vectors = messages.slice(from, from + BLOCK).flatMap(({ content }, n) =>
      dividedInPassages(content).map(({ start, end }, part) => {
        return { seq: from + n + 1, part, ...directionOf(embed(content.slice(start, end))) };
      }),
    );
    ranges.push({ block: VectorBlock.of(vectors), from: 1, to: Infinity });
  }
  return (text) => {
    const asked = askedFor(text);
    if (!asked.asks) return null;
    return atOnce(likenessOf(directionOf(embed(decidingPart(text, asked))), ranges, stretches));
  };
}

/** By random vectors: what they say does not matter to how long it takes. */
function scanned(dimensions) {
  const random = () => directionOf(Float32Array.from({ length: dimensions }, () => Math.random() - 0.5));
  const seqs = Array.from({ length: MESSAGES }, (_, n) => n + 1);
  const ranges = [];
  for (let from = 0; from < MESSAGES; from += BLOCK) {
    const vectors = seqs.slice(from, from + BLOCK).map((seq) => ({ seq, part: 0, ...random() }));
    ranges.push({ block: VectorBlock.of(vectors), from: 1, to: Infinity });
  }
  const stretches = stretchesOf(
    seqs.map((n) => ({ role: 'user', content: `Line ${n}`, at: new Date(n * 60_000) })),
    false,
  );
  const copy = new Int8Array(ranges[0].block.values.length);
  const [cpu, copied, slices] = [[], [], []];
  for (let n = 0; n < QUESTIONS; n++) {
    const question = random();
    cpu.push(worked(() => atOnce(likenessOf(question, ranges, stretches))));
    copied.push(worked(() => ranges.forEach(({ block }) => copy.set(block.values))));
    slices.push(longestStep(likenessOf(question, ranges, stretches)));
  }
  return {
    name: `${dimensions} dimensions`,
    ratio: short(median(cpu) / median(copied)),
    measured: `${milliseconds(median(cpu))}; between two rests ${milliseconds(median(slices))} at most`,
    limit: milliseconds(median(copied)),
  };
}

/** Milliseconds of the processor. */
function worked(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of the longest step of a work: it rests no sooner. */
function longestStep(work) {
  let longest = 0;
  for (let done = false; !done;)
    longest = Math.max(
      longest,
      worked(() => (done = work.next().done)),
    );
  return longest;
}
