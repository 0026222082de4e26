import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCast } from '../cast.js';
import { divide } from '../../structure/sections.js';
import { unmarkedSpeech } from './unmarked-speech.js';

const said = (text: string) => unmarkedSpeech(text, divide(text).passages).map((line) => line.text);

const STORY = `却说陆衡升帐，召程昭议事。陆衡曰：敌军远来，如之奈何？程昭曰：以逸待劳，可破也。我料今夜必有风雨。陆衡大喜，即令备马。
程昭又曰：可遣一将断其归路。于是众皆散去。
次日，魏朗来见。魏朗笑道：我来迟了！`;

describe('unmarkedSpeech', () => {
  it('is what stands after 曰： or 道：, up to where it surely ends', () => {
    expect(said(STORY)).toEqual([
      '敌军远来，如之奈何？',
      '以逸待劳，可破也。我料今夜必有风雨。',
      '可遣一将断其归路。',
      '我来迟了！',
    ]);
  });

  it('has speakers like any other', () => {
    const { quotations, people } = readCast(STORY, divide(STORY), 'zh');
    expect(quotations.map(({ speaker }) => speaker)).toEqual(['陆衡', '程昭', '程昭', '魏朗']);
    expect(people.map(({ name }) => name)).toEqual(['程昭', '陆衡', '魏朗']);
  });

  it('is nothing in a text with quotation marks, or in one where hardly anybody speaks', () => {
    expect(said(`陆衡曰：“如何？”程昭曰：“可破也。”魏朗道：“走！”他又说：看。`)).toEqual([]);
    expect(said('有一句话说：天下无难事。'.padEnd(3000, '山中无事，日出而作。'))).toEqual([]);
  });

  it('lies in its passage, in order, whatever the text', () => {
    const unit = fc.constantFrom(
      ...'陆衡 曰： 道： 笑道： 说： 。 ！ ， 雪 我来 于是 “'.split(' '),
      '\n',
      ' ',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 80 }), (text) => {
        const { passages } = divide(text);
        let last = 0;
        for (const line of unmarkedSpeech(text, passages)) {
          const passage = passages[line.passage - 1]!;
          expect(line.start).toBeGreaterThanOrEqual(Math.max(last, passage.start));
          expect(line.end).toBeLessThanOrEqual(passage.end);
          expect(text.slice(line.start, line.end)).toBe(line.text);
          last = line.end;
        }
      }),
    );
  });
});
