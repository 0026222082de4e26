import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from '../../../text/search/slices.js';
import { type IndexedMessage, IndexedStretch } from '../index/recall-index.js';
import { recall } from '../recall.js';
import { dotProducts } from './dot-products.js';
import { likenessOf } from './likeness.js';
import { directionOf, type PassageVector, VectorBlock } from './vector-block.js';

const DIMENSIONS = 20;
/** Of a text, one that is near that of any other which begins with the same letter. */
function vectorOf(text: string): number[] {
  let state = 7;
  const first = text.charCodeAt(0) % DIMENSIONS;
  return Array.from({ length: DIMENSIONS }, (_, n) => {
    for (const char of `${n}${text}`) state = Math.imul(state ^ char.charCodeAt(0), 16777619);
    return (n === first ? 4 : 0) + (state % 1000) / 1000;
  });
}
const message = (seq: number, content: string): IndexedMessage => {
  return { seq, speaker: 'Ann', content, at: new Date(Date.UTC(2025, 0, 1, 0, seq)) };
};
const blockOf = (messages: readonly IndexedMessage[]) =>
  VectorBlock.of(
    messages.map(({ seq, content }): PassageVector => ({ seq, part: 0, ...directionOf(vectorOf(content)) })),
  );
const rangeOf = (messages: readonly IndexedMessage[]) => [{ block: blockOf(messages), from: 1, to: 1e9 }];

describe('dotProducts', () => {
  it('gives the same as one after another', () => {
    const numbers = fc.int8Array({ min: -127, max: 127, minLength: 32, maxLength: 4096 });
    fc.assert(
      fc.property(numbers, fc.constantFrom(16, 32, 48, 1024), (values, length) => {
        const one = Int8Array.from({ length }, (_, n) => values[n % values.length]!);
        const others = Int8Array.from(
          { length: length * 70 },
          (_, n) => values[(n * 7 + 3) % values.length]!,
        );
        const expected = Array.from({ length: 70 }, (_, n) =>
          one.reduce((sum, value, d) => sum + value * others[n * length + d]!, 0),
        );
        expect([...dotProducts(one, others)]).toEqual(expected);
      }),
      { numRuns: 20 },
    );
    // More than its memory holds at once.
    const longest = new Int8Array(4096).fill(127);
    const many = new Int8Array(4096 * 600).fill(-127);
    expect(new Set(dotProducts(longest, many))).toEqual(new Set([-4096 * 127 * 127]));
    expect(dotProducts(new Int8Array(0), new Int8Array(0))).toHaveLength(0);
  });
});

describe('VectorBlock', () => {
  it('is read back from its bytes, with cosines as they were', () => {
    const [one, two] = [message(3, 'alpha'), message(9, 'beta')];
    const block = new VectorBlock(blockOf([one, two]).bytes);
    expect([...block.seqs]).toEqual([3, 9]);
    const [a, b] = [vectorOf('alpha'), vectorOf('beta')];
    const dot = (x: number[], y: number[]) => x.reduce((sum, value, n) => sum + value * y[n]!, 0);
    const asked = directionOf(a);
    const [, product] = dotProducts(asked.values, block.values);
    const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    expect(product! * asked.scale * block.scales[1]!).toBeCloseTo(cosine, 2);
    expect(directionOf([0, 0, 0])).toMatchObject({ scale: 0 });
    expect(VectorBlock.of([]).passages).toBe(0);
  });

  it('refuses what is no such block, or is cut', () => {
    const { bytes } = blockOf([message(1, 'alpha')]);
    for (const broken of [Buffer.from('nothing of that kind'), Buffer.from(''), bytes.slice(0, -1)])
      expect(() => new VectorBlock(broken)).toThrow('No vectors');
  });
});

describe('likeness', () => {
  const FILLER = 'bcdefgh';
  const story = Array.from({ length: 200 }, (_, n) => message(n + 1, `${FILLER[n % 7]!} filler number ${n}`));
  story[50] = message(51, 'aqueduct');
  const stretches = [story.slice(0, 120), story.slice(120)].map((some) => atOnce(IndexedStretch.of(some)));
  const find = (text: string, meant: string) => {
    const likeness = atOnce(likenessOf(directionOf(vectorOf(meant)), rangeOf(story), stretches));
    const query = { text, spans: [], more: [], likeness };
    return recall(stretches, query, { from: 1, to: 1000 }, 200, 'UTC');
  };

  it('finds what is said in other words, for a question alone', () => {
    const found = find('Where is the waterway?', 'a waterway');
    expect(found.find(({ seq }) => seq === 51)?.why).toEqual(['meaning']);
    expect(find('I like the waterway.', 'a waterway').map(({ seq }) => seq)).not.toContain(51);
  });

  it('counts beside words: what has both comes first', () => {
    const both = story.map((one) => (one.seq === 60 ? message(60, 'a waterway of old') : one));
    const all = [atOnce(IndexedStretch.of(both))];
    const likeness = atOnce(likenessOf(directionOf(vectorOf('a waterway')), rangeOf(both), all));
    const query = { text: 'Where is the waterway?', spans: [], more: [], likeness };
    const [first] = recall(all, query, { from: 55, to: 1000 }, 90, 'UTC');
    expect(first!.why).toContain('waterway');
  });

  it('tells nothing of a few messages, of another model, or of numbers that are not told', () => {
    const asked = directionOf(vectorOf('a waterway'));
    expect(atOnce(likenessOf(asked, rangeOf(story.slice(0, 10)), stretches))).toBeNull();
    const longer = directionOf(Array.from({ length: 40 }, () => 1));
    expect(atOnce(likenessOf(longer, rangeOf(story), stretches))).toBeNull();
    const block = blockOf(story);
    const partly = [
      { block, from: 1, to: 50 },
      { block, from: 52, to: 200 },
    ];
    const told = atOnce(likenessOf(asked, partly, stretches))!;
    expect([...told[0]!.places]).not.toContain(50);
  });

  it('finds the same when it passes over stretches as when it looks at every message', () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma', 'aqua', 'boat', 'delta');
    const texts = fc.array(
      fc.array(word, { maxLength: 5 }).map((list) => list.join(' ')),
      {
        minLength: 20,
        maxLength: 90,
      },
    );
    const cuts = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 10 });
    fc.assert(
      fc.property(texts, cuts, word, fc.integer({ min: 60, max: 500 }), (all, some, asked, tokens) => {
        const told = all.map((content, n) => message(n + 1, `${content}.`));
        const ends = [...new Set([0, ...some, told.length])].sort((a, b) => a - b);
        const parts = ends
          .slice(1)
          .map((end, n) => atOnce(IndexedStretch.of(told.slice(ends[n], end))))
          .filter(({ messages }) => messages > 0);
        const whole = [atOnce(IndexedStretch.of(told))];
        const results = [parts, whole].map((list) => {
          const likeness = atOnce(likenessOf(directionOf(vectorOf(asked)), rangeOf(told), list));
          const query = { text: `What about the ${asked}?`, spans: [], more: [], likeness };
          return recall(list, query, { from: 1, to: 1000 }, tokens, 'UTC');
        });
        expect(results[0]).toEqual(results[1]);
      }),
      { numRuns: 150 },
    );
  });
});
