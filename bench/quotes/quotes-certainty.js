/**
 * Fits how far odds are to be trusted, by what gives a turn to somebody, and from where on it is told: of annotated
 * novels, from who most likely says each turn.
 */
import { logit, trustIn } from '../../dist/src/text/speakers/en/inference/certainty.js';

const GROUNDS = ['turn', 'doubtfulTurn', 'pronoun', 'otherPronoun', 'entered', 'noun'];
const STEPS = 30;
/** Held against a base away from 0 and a factor away from 1: odds that are taken at their word. */
const HOLD = 3;
/** Aimed at is 0.95, and novels that took part in the fit are told better than others. */
const RIGHT = 0.967;

/**
 * @param {{ ground: string, odds: number, right: boolean }[][]} novels the turns of each
 * @returns {import('../../dist/src/text/speakers/en/inference/certainty.js').Certainty}
 */
export function fitCertainty(novels) {
  const trust = Object.fromEntries(
    GROUNDS.map((ground) => [ground, fitTrust(novels.flat().filter((turn) => turn.ground === ground))]),
  );
  return { trust, least: leastFor(novels, trust) };
}

/** By Newton's method. */
function fitTrust(turns) {
  let [base, factor] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    let [slopeBase, slopeFactor] = [-HOLD * base, -HOLD * (factor - 1)];
    let [bb, bf, ff] = [HOLD, 0, HOLD];
    for (const { odds, right } of turns) {
      const x = logit(odds);
      const chance = 1 / (1 + Math.exp(-base - factor * x));
      const [off, bend] = [(right ? 1 : 0) - chance, chance * (1 - chance)];
      slopeBase += off;
      slopeFactor += off * x;
      bb += bend;
      bf += bend * x;
      ff += bend * x * x;
    }
    const det = bb * ff - bf * bf;
    base += (ff * slopeBase - bf * slopeFactor) / det;
    factor += (bb * slopeFactor - bf * slopeBase) / det;
  }
  return [base, factor].map((value) => Math.round(value * 100) / 100);
}

/** The least with which all novels but one are told rightly. */
function leastFor(novels, trust) {
  for (let least = 0.6; least < 0.98; least += 0.01) {
    const wrong = novels.filter((turns) => {
      const told = turns.filter(
        ({ ground, odds }) => ground === 'name' || trustIn(ground, odds, { trust }) >= least,
      );
      return told.filter(({ right }) => right).length < RIGHT * told.length;
    });
    if (wrong.length < 2) return Math.round(least * 100) / 100;
  }
  return 0.98;
}
