import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from '../../text/search/slices.js';
import { words } from '../../text/search/words.js';
import { hashTerm, IMPACT, IndexedStretch } from './index/recall-index.js';
import { costOf, Scorer } from './scorer.js';

const REACHES = [1, 0.6, 0.4, 0.3, 0.2, 0.1];
const BACKWARDS = 0.7;
const WEIGHTS = { lamp: 2, harbour: 0.5 };

describe('Scorer', () => {
  it('is worth what a word nearby is worth, to its neighbours of another stretch, too', () => {
    const message = fc.constantFrom('lamp', 'harbour', 'lamp harbour', 'lamp lamp lamp and so on', '–');
    fc.assert(
      fc.property(fc.array(fc.array(message, { minLength: 1, maxLength: 14 }), { maxLength: 5 }), (texts) => {
        let seq = 0;
        const stretches = texts.map((list) =>
          atOnce(
            IndexedStretch.of(
              list.map((content) => ({ seq: ++seq, speaker: 'Ann', content, at: new Date(seq * 60_000) })),
            ),
          ),
        );
        const terms = Object.entries(WEIGHTS).map(([shown, weight]) => ({
          shown,
          weight,
          evidence: 1,
          numbers: Int32Array.from(stretches, (stretch) => stretch.find(hashTerm(words(shown)[0]!))),
        }));
        const scorer = new Scorer(stretches, terms, []);
        for (const [s, stretch] of stretches.entries()) {
          const worths = Array.from(scorer.worths(s));
          const expected = worths.map((_, n) => {
            const at = scorer.starts[s]! + n;
            const sum = terms.reduce(
              (all, { weight, numbers }) =>
                all + weight * IMPACT * Math.max(0, ...standing(scorer, stretches, numbers).map(worthAt(at))),
              0,
            );
            return sum / costOf(stretch.tokens[n]!);
          });
          for (const [n, worth] of worths.entries()) expect(worth).toBeCloseTo(expected[n]!, 12);
        }
      }),
    );
  });
});

/** Where a term stands in the story, and with what impact. */
function standing(scorer: Scorer, stretches: readonly IndexedStretch[], numbers: Int32Array) {
  return stretches.flatMap(({ starts, places, impacts }, s) => {
    const number = numbers[s]!;
    if (number < 0) return [];
    const [first, end] = [starts[number]!, starts[number + 1]!];
    return Array.from(places.subarray(first, end), (place, n) => ({
      at: scorer.starts[s]! + place,
      impact: impacts[first + n]!,
    }));
  });
}

const worthAt =
  (at: number) =>
  ({ at: from, impact }: { at: number; impact: number }) =>
    impact * (REACHES[Math.abs(at - from)] ?? 0) * (at < from ? BACKWARDS : 1);
