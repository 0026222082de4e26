import { expect, it } from '@jest/globals';
import { moneyText } from './estimate-text.js';

it('tells money in digits, however little it is', () => {
  expect([12.345, 1, 0.256, 0.0301, 0].map(moneyText)).toEqual(['12.35', '1.00', '0.26', '0.03', '0']);
  // One question by text-embedding-3-small.
  expect(moneyText(6.4e-7)).toBe('0.00000064');
});
