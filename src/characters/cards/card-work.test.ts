import { expect, it } from '@jest/globals';
import { readNewCharacter } from './card-work.js';

const taken = (entry: object) => {
  const sheet = { lorebook: { entries: [{ keys: [], content: 'x', ...entry }] } };
  return readNewCharacter(Buffer.from(JSON.stringify({ name: 'Ilse', sheet })));
};
const keys = (count: number) => Array.from({ length: count }, (_, n) => `k${n}`);

it.each([
  ['keys', { keys: keys(5001) }],
  ['second keys', { secondary_keys: keys(5001) }],
  ['keys of both kinds', { keys: keys(2501), secondary_keys: keys(2500) }],
])('an entry with too many %s is refused', (_, entry) => {
  expect(() => taken(entry)).toThrow('an entry has more than 5,000 keys');
});

it('an entry may have as many keys as are allowed', () => {
  expect(taken({ keys: keys(2500), secondary_keys: keys(2500) }).name).toBe('Ilse');
});
