import { expect, it } from '@jest/globals';
import { spokenBy } from './spoken.js';

it('tells a language by words, then by the platform, then by a name', () => {
  expect(spokenBy({ speaks: 'zh' }, 'Look', '小明')).toBe('en');
  expect(spokenBy({ speaks: 'zh' }, '?!', 'oMing')).toBe('zh');
  expect(spokenBy({ speaks: 'zh' }, '', 'oMing')).toBe('zh');
  expect(spokenBy({}, '', '小明')).toBe('zh');
  expect(spokenBy({}, '', 'Ming')).toBe('en');
});
