import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { castCircle } from './cast-circle.js';

const member = (name: string, quotes: number) => ({ name, aliases: [], quotes, mentions: quotes });

describe('who speaks with whom, around a circle', () => {
  const cast = [member('Ann', 9), member('Ben', 4), member('Cid', 4), member('Dot', 1), member('Eve', 50)];
  const talks = [
    { a: 'Ann', b: 'Ben', times: 8 },
    { a: 'Cid', b: 'Dot', times: 4 },
    { a: 'Ann', b: 'Cid', times: 2 },
    { a: 'Ann', b: 'Somebody else', times: 2 },
  ];

  it('shows those of the cast who speak with somebody, friends beside each other', () => {
    const { places, ties } = castCircle(cast, talks, 100);
    expect(places.map(({ name }) => name)).toEqual(['Dot', 'Cid', 'Ann', 'Ben']);
    expect(ties.map(({ strength }) => strength)).toEqual([1, Math.SQRT1_2, 0.5]);
    expect(places.find(({ name }) => name === 'Ann')!.radius).toBeGreaterThan(
      places.find(({ name }) => name === 'Dot')!.radius,
    );
  });

  it('has nothing to show of people who never speak with each other', () => {
    expect(castCircle(cast, [], 100)).toEqual({ places: [], ties: [] });
  });

  it('puts every one on the circle once, whoever they are', () => {
    const name = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz');
    const pair = fc.record({ a: name, b: name, times: fc.integer({ min: 1, max: 99 }) });
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 60 }), (some) => {
        const everybody = [...'abcdefghijklmnopqrstuvwxyz'].map((letter, n) => member(letter, n));
        const { places, ties } = castCircle(everybody, some, 50);
        expect(places.length).toBeLessThanOrEqual(14);
        expect(new Set(places.map((place) => place.name)).size).toBe(places.length);
        for (const { x, y } of places) expect(Math.hypot(x, y)).toBeCloseTo(50);
        for (const { a, b } of ties) expect(places).toEqual(expect.arrayContaining([a, b]));
      }),
    );
  });
});
