import { describe, expect, it } from '@jest/globals';
import { inPassages, passagesOf } from './long-messages.js';

const sentence = (n: number) => `This is sentence number ${n} of a long letter. `;
const letter = Array.from({ length: 900 }, (_, n) => sentence(n)).join('');

describe('long messages', () => {
  it.each([
    letter,
    '这是一句很长的信里的话。'.repeat(3000),
    'x'.repeat(40_000),
    '𠮷'.repeat(20_000),
    '。'.repeat(20_000),
    ' \n'.repeat(10_000),
  ])('fall into passages that are all of them', (content) => {
    const passages = passagesOf(content);
    expect(passages.map(({ start, end }) => content.slice(start, end)).join('')).toBe(content);
    expect(Math.max(...passages.map(({ start, end }) => end - start))).toBeLessThanOrEqual(2800);
    for (const { start, end } of passages) expect(content.slice(start, end).isWellFormed()).toBe(true);
  });

  it('are told in their order, with where each passage stands', () => {
    const passages = passagesOf(letter);
    const half = Math.floor(passages.length / 2);
    const told = inPassages(letter, [half + 1, 0, half]);
    expect(told).toMatch(/^\[… 0 %\] This is sentence number 0 [^[]+\n\[… 4[89] %\] This is sentence number/);
    expect(told.match(/\[…/g)).toHaveLength(2);
    expect(inPassages('A short one.', [0])).toBe('A short one.');
    expect(inPassages(letter, [10_000])).toBe('');
  });
});
