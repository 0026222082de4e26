import { expect, it } from '@jest/globals';
import { mostLines, readIndexWords } from './index-words.js';

const READ = new Set([1, 12, 13]);

it.each([
  ['#12: pet, dog, 狗', { 12: 'pet dog 狗' }],
  ['12：宠物、狗', { 12: '宠物 狗' }],
  ['（#12）宠物 狗', { 12: '宠物 狗' }],
  ['- [#12] pet | dog', { 12: 'pet dog' }],
  ['#12–#13: pet', { 12: 'pet' }],
  ['#14: not read', {}],
  ['pet dog', {}],
  ['#12', {}],
  ['', {}],
])('reads %j', (line, words) => {
  expect(Object.fromEntries(readIndexWords([line], READ))).toEqual(words);
});

it('puts together what is said twice of a message, and bounds it', () => {
  expect(readIndexWords(['#1: pet', '#1: dog'], READ).get(1)).toBe('pet dog');
  expect(readIndexWords([`#1: ${'pet '.repeat(1000)}`], READ).get(1)!.length).toBeLessThanOrEqual(400);
});

it('passes over what a model says that has lost its way', () => {
  const blanks = ' '.repeat(300_000);
  expect(readIndexWords([`-${blanks}x`, `#1${blanks}`, `#${blanks}x`], READ).get(1) ?? '').toBe('');
  expect(readIndexWords([`#1${blanks}: pet`], READ).get(1)).toBe('pet');
});

it('asks for few lines, more where more is read', () => {
  expect([1, 100, 100_000].map((many) => mostLines(many, 200_000))).toEqual([6, 20, 120]);
  expect(mostLines(100, 4000)).toBe(10);
});
