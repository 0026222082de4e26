import { describe, expect, it } from '@jest/globals';
import { taglineOf } from './tagline.js';

const of = (text: string, language: 'en' | 'zh' = 'en') => taglineOf(text, language, '$& Mara');

describe('the line on somebody in a list', () => {
  it('says names where a card has places for them', () => {
    expect(of('{{Char}} saw {{user}} on {{user}}’s screen.')).toBe('$& Mara saw you on your screen.');
    expect(of('{{char}}认得{{user}}。', 'zh')).toBe('$& Mara认得你。');
  });

  it.each([
    ['**Mira** is a _very_ tired `barista`.', 'Mira is a very tired barista.'],
    ['# Mira\n\n> a ~~loud~~ quiet one', 'Mira a loud quiet one'],
    ['<b>Mira</b><br>keeps snake_case and 3 * 4 = 12', 'Mira keeps snake_case and 3 4 = 12'],
    ['[the harbour](https://harbour.example/a_b) at night', 'the harbour at night'],
    ['[Mara\'s temper= "dry", "patient", \'x\'] [Body= "tall"]', 'dry, patient, tall'],
    ['[Character("Mara") { Age("24") Likes("rain" + "tea") }]', '24, rain, tea'],
    ['{{char}} = "a lamp keeper"', '{{char}} = "a lamp keeper"'],
    ['[Name: Mara; Age: 24]', 'Name: Mara; Age: 24'],
    ['She said: "Come in", and "sit".', 'She said: "Come in", and "sit".'],
    ['[Name: Mara; Age: 24', 'Name: Mara; Age: 24'],
    ['[Night] Mara waits.', '[Night] Mara waits.'],
    ['(whispering) I know 1 < 2 and 3 > 2.', '(whispering) I know 1 < 2 and 3 > 2.'],
  ])('has no marks of a notation: %s', (text, line) => {
    expect(taglineOf(text, 'en', 'Mara')).toBe(line.replace('{{char}}', 'Mara'));
  });

  it('puts what a list says between the marks of its language', () => {
    expect(taglineOf('[性格= “冷静”, “嘴硬”]', 'zh', '沈灯')).toBe('冷静、嘴硬');
  });

  it('ends with a whole word and a sign where there is more', () => {
    expect(of('A short line.')).toBe('A short line.');
    expect(of('word '.repeat(60))).toBe(`${'word '.repeat(31).trim()}…`);
    expect(of('一句没有空格的话'.repeat(40))).toHaveLength(160);
    expect(of('🚢'.repeat(100)).isWellFormed()).toBe(true);
    expect(of(`好 ${'没有空格'.repeat(60)}`)).toHaveLength(160);
  });
});
