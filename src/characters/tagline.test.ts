import { describe, expect, it } from '@jest/globals';
import { taglineOf } from './tagline.js';

const of = (text: string, language: 'en' | 'zh' = 'en') => taglineOf(text, language, '$& Mara');

describe('the line on somebody in a list', () => {
  it('says names where a card has places for them', () => {
    expect(of('{{Char}} saw {{user}} on {{user}}’s screen.')).toBe('$& Mara saw you on your screen.');
    expect(of('{{char}}认得{{user}}。', 'zh')).toBe('$& Mara认得你。');
  });

  it('ends with a whole word and a sign where there is more', () => {
    expect(of('A short line.')).toBe('A short line.');
    expect(of('word '.repeat(60))).toBe(`${'word '.repeat(31).trim()}…`);
    expect(of('一句没有空格的话'.repeat(40))).toHaveLength(160);
    expect(of('🚢'.repeat(100)).isWellFormed()).toBe(true);
    expect(of(`好 ${'没有空格'.repeat(60)}`)).toHaveLength(160);
  });
});
