import { describe, expect, it } from '@jest/globals';
import { readCast } from '../cast.js';
import { divide } from '../../structure/sections.js';

const read = (text: string) => readCast(text, divide(text), 'zh');
const questions = (text: string) => read(text).questions;
const again = (paragraph: (n: number) => string, times = 45) =>
  Array.from({ length: times }, (_, n) => paragraph(n)).join('\n');

const HOW = ['接过信来，', '笑', '叹', '忙', '看了半日，', ''];
/** Told by one name, called by another. */
const TWO_NAMES = again(
  (n) => `老周把第${n}封信递了过去，说：“青禾，你看。”
青禾${HOW[n % HOW.length]}道：“不必理他。”
老周道：“天黑了。”
韩月娘笑道：“我不怕。”`,
);

describe('names that are likely one person’s', () => {
  it('are asked about, and never joined, where they share a place and are never apart', () => {
    const { people, questions: asked } = read(TWO_NAMES);
    expect(asked).toEqual([{ name: '韩月娘', among: ['青禾'] }]);
    expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['韩月娘', '青禾']));
    expect(people.flatMap(({ aliases }) => aliases)).not.toContain('韩月娘');
  });

  it('are two people’s where one answers the other', () => {
    expect(questions(TWO_NAMES.replaceAll('老周道：“天黑了。”\n', ''))).toEqual([]);
  });

  it('are two people’s where they are told of together', () => {
    expect(questions(TWO_NAMES.replaceAll(/(?<=\n)青禾/g, '青禾看了韩月娘一眼，'))).toEqual([]);
  });

  it('are two people’s where one speaks of the other', () => {
    expect(questions(TWO_NAMES.replaceAll('“我不怕。”', '“青禾怕么？”'))).toEqual([]);
  });

  it('are two people’s where each has a family name', () => {
    expect(questions(TWO_NAMES.replaceAll('青禾', '陆青禾'))).toEqual([]);
  });

  it('are asked about where the text introduces one as the other', () => {
    const text = `${again((n) => `陆小满道：“第${n}件。”\n老周道：“知道了。”`, 6)}
陆小满本姓陆，小名阿满，自幼随船。
${again((n) => `阿满道：“第${n}件也好了。”\n老周道：“歇一歇罢。”`, 6)}`;
    expect(questions(text)).toEqual([{ name: '阿满', among: ['陆小满'] }]);
    // 陆小满的书童名唤阿满: somebody else.
    expect(questions(text.replace('陆小满本姓陆，小名阿满', '陆小满的书童名唤阿满'))).toEqual([]);
  });

  it('are asked about where one is a family name with a rank', () => {
    const text = again(
      (n) =>
        `沈定边上马，看了看第${n}面旗。\n老周道：“起风了。”\n沈公笑道：“正好。”\n老周道：“走么？”\n沈定边道：“走。”`,
    );
    expect(questions(text)).toEqual([{ name: '沈公', among: ['沈定边'] }]);
  });

  it('are a dozen at most, those first on which most hangs', () => {
    const surnames = [...'赵钱孙李吴郑王冯陈卫蒋沈韩杨'];
    const text = surnames
      .map((surname, k) =>
        again(
          (n) => `${surname}公道：“第${n}次。”\n老周道：“是。”\n${surname}定边点头道：“好。”\n老周道：“是。”`,
          12 + k,
        ),
      )
      .join('\n');
    const asked = questions(text);
    expect(asked).toHaveLength(12);
    expect(asked[0]).toMatchObject({ name: expect.stringMatching(/^杨/) });
  });
});
