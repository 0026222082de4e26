import { expect, it } from '@jest/globals';
import { letterPassages } from './letters.js';

const passagesOf = (lines: readonly string[]) => {
  let start = 0;
  return lines.map((line, n) => {
    const one = { n: n + 1, section: 1, start, end: start + line.length };
    start += line.length + 2;
    return one;
  });
};
const letters = (lines: readonly string[]) => [
  ...letterPassages(lines.join('\n\n'), passagesOf(lines) as never),
];

it('a letter goes from its greeting to the name below it', () => {
  const lines = [
    '“My dear Ada,',
    '“The boat is in.',
    '“Your affectionate brother,',
    '“BEN A. MARSH, Esq.”',
    'She read.',
  ];
  expect(letters(lines)).toEqual([1, 2, 3, 4]);
});

it('a line of capitals below a letter is gone through once', () => {
  const lines = ['“My dear Ada,', '“Your affectionate brother,', `“${'A'.repeat(5000)}!`];
  expect(letters(lines)).toEqual([1, 2]);
});
