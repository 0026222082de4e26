/**
 * Fits the weights of the signs that tell who speaks: the likeliest by what people annotated, with a little held against
 * every weight, so that a sign which hardly ever holds weighs little.
 */
import { candidatesOf, sceneOf } from '../../dist/src/text/speakers/en/inference/candidates.js';
import { linksOf, signsOf } from '../../dist/src/text/speakers/en/inference/signs.js';
import { conversationsOf, heardScene } from '../../dist/src/text/speakers/en/inference/inference.js';
import { WEIGHTS } from '../../dist/src/text/speakers/en/inference/weights.js';

const SIGNS = Object.keys(WEIGHTS);
const NUMBER = new Map(SIGNS.map((sign, n) => [sign, n]));
const STEPS = 60;
/** From weights that are near. */
const NEAR = 20;
/** Held against a weight of w: w² / 2 times this, w being its distance from what is taken for likely. */
const HOLD = 1;
/** Likely weights of signs that these novels hardly know; 0 for all others. */
const LIKELY = { otherNew: 2, nounKin: 2, nounSpouse: 2 };

/**
 * The conversations of a story as numbers.
 * @param weights by which it is known who is heard around a turn; null where that is told beside the lines alone
 * @param allowed whether a turn may be somebody's by what was annotated: of its number, them, and all candidates
 */
export function chainsOf(story, allowed, weights = null) {
  const scene = weights ? heardScene(sceneOf(story), weights) : sceneOf(story);
  return conversationsOf(scene).map(([from, to]) => {
    const steps = [];
    for (let n = from; n < to; n++) {
      const states = candidatesOf(scene, n);
      const may = states.map((state) => (allowed(n, state, states) ? 1 : 0));
      steps.push({
        states,
        signs: signsOf(scene, n, states).map((own) => own.map((sign) => NUMBER.get(sign))),
        may: may.some(Boolean) ? may : states.map(() => 1),
      });
    }
    const links = [];
    const kinds = [];
    const known = new Map();
    steps.forEach((step, t) => {
      if (t === 0) return links.push(null);
      const before = steps[t - 1].states;
      const first = t > 1 ? steps[t - 2].states : [undefined];
      const table = new Uint8Array(first.length * before.length * step.states.length);
      let at = 0;
      const link = linksOf(scene, from + t);
      for (const h of first) {
        for (const i of before) {
          for (const j of step.states) {
            const signs = link(h, i, j).map((sign) => NUMBER.get(sign));
            const key = signs.join();
            if (!known.has(key)) known.set(key, kinds.push(signs) - 1);
            table[at++] = known.get(key);
          }
        }
      }
      return links.push(table);
    });
    return { steps, links, kinds };
  });
}

/**
 * Weights under which what was annotated is likeliest.
 * @param from where to begin; from nowhere it takes longer
 * @returns {Record<string, number>}
 */
export function fitWeights(chains, from = null) {
  const steps = from ? NEAR : STEPS;
  const weights = Float64Array.from(SIGNS, (sign) => from?.[sign] ?? 0);
  const pace = new Float64Array(SIGNS.length).fill(0.1);
  const last = new Float64Array(SIGNS.length);
  for (let step = 0; step < steps; step++) {
    const slope = weights.map((weight, n) => HOLD * ((LIKELY[SIGNS[n]] ?? 0) - weight));
    for (const chain of chains) {
      expect(chain, weights, true, slope, 1);
      expect(chain, weights, false, slope, -1);
    }
    // Rprop: a step grows while its direction holds.
    for (let n = 0; n < weights.length; n++) {
      const turn = Math.sign(slope[n]) * last[n];
      if (turn > 0) pace[n] = Math.min(0.5, pace[n] * 1.2);
      else if (turn < 0) pace[n] *= 0.5;
      last[n] = turn < 0 ? 0 : Math.sign(slope[n]);
      weights[n] += last[n] * pace[n];
    }
  }
  return Object.fromEntries(SIGNS.map((sign, n) => [sign, Math.round(weights[n] * 100) / 100]));
}

/** Adds `times` how often each sign is expected to hold, where turns are as annotated or free. */
function expect({ steps, links, kinds }, weights, annotated, into, times) {
  const factor = (signs) => Math.exp(signs.reduce((sum, sign) => sum + weights[sign], 0));
  const own = steps.map(({ signs, may }) =>
    signs.map((list, n) => (annotated && !may[n] ? 0 : factor(list))),
  );
  const linked = kinds.map(factor);
  const size = (t) => (t < 0 ? 1 : steps[t].states.length);
  const forward = [];
  steps.forEach((_, t) => {
    const [b, c] = [size(t - 1), size(t)];
    const table = new Float64Array(b * c);
    if (t === 0) table.set(own[0]);
    else {
      const a = size(t - 2);
      const before = forward[t - 1];
      const link = links[t];
      let at = 0;
      for (let h = 0; h < a; h++)
        for (let i = 0; i < b; i++) {
          const value = before[h * b + i];
          for (let j = 0; j < c; j++) table[i * c + j] += value * linked[link[at++]];
        }
      for (let i = 0; i < b; i++) for (let j = 0; j < c; j++) table[i * c + j] *= own[t][j];
    }
    forward.push(scaled(table));
  });
  let backward = new Float64Array(forward.at(-1).length).fill(1);
  for (let t = steps.length - 1; t >= 0; t--) {
    const [a, b, c] = [size(t - 2), size(t - 1), size(t)];
    const chances = forward[t].map((value, at) => value * backward[at]);
    const all = chances.reduce((sum, value) => sum + value, 0);
    for (let j = 0; j < c; j++) {
      let sum = 0;
      for (let i = 0; i < b; i++) sum += chances[i * c + j];
      for (const sign of steps[t].signs[j]) into[sign] += (times * sum) / all;
    }
    if (t === 0) break;
    const next = new Float64Array(a * b);
    const before = forward[t - 1];
    const link = links[t];
    const expected = new Float64Array(kinds.length);
    let total = 0;
    let at = 0;
    for (let h = 0; h < a; h++)
      for (let i = 0; i < b; i++) {
        let sum = 0;
        const way = before[h * b + i];
        for (let j = 0; j < c; j++) {
          const kind = link[at++];
          const value = linked[kind] * own[t][j] * backward[i * c + j];
          sum += value;
          expected[kind] += way * value;
          total += way * value;
        }
        next[h * b + i] = sum;
      }
    kinds.forEach((signs, kind) => {
      for (const sign of signs) into[sign] += (times * expected[kind]) / total;
    });
    backward = scaled(next);
  }
}

function scaled(table) {
  const most = table.reduce((a, b) => Math.max(a, b), 0);
  return most > 0 ? table.map((value) => value / most) : table;
}
