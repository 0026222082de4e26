import { describe, expect, it } from '@jest/globals';
import { readCast } from './cast.js';
import { divide } from '../structure/sections.js';

const read = (text: string, language: 'en' | 'zh') => readCast(text, divide(text), language);

describe('readCast', () => {
  it('gives a line to whoever the text names with it, in English', () => {
    const { people, quotations } = read(
      `“You are late,” said Martha Quill.

Tobias said, “I am not.”

“Perhaps,” Mrs. Hale replied. “Perhaps not.”

“Who is there?” she cried.

“Nobody,” said the Harbourmaster, and when Martha laughed he went out. It was when Martha turned that Mr. Hale said, “Good.”`,
      'en',
    );
    expect(quotations.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['You are late,', 'Martha Quill'],
      ['I am not.', 'Tobias'],
      ['Perhaps,', 'Mrs. Hale'],
      ['Perhaps not.', 'Mrs. Hale'],
      ['Who is there?', null],
      ['Nobody,', 'The Harbourmaster'],
      ['Good.', 'Mr. Hale'],
    ]);
    expect(people.find(({ name }) => name === 'Martha Quill')?.aliases).toEqual(['Martha']);
    expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['Mr. Hale', 'Mrs. Hale']));
  });

  it('gives a line to whoever the text names with it, in Chinese', () => {
    const { people, quotations } = read(
      `阿福笑道：“是钟走得太快。”
沈婆婆说道：“那就去把钟修好。”
沈婆婆看了他半晌，说道：“还站着？”
阿福忙答道：“这就去。”
众人都道：“快去，快去！”
沈婆婆笑道：“好了。”`,
      'zh',
    );
    expect(quotations.map(({ speaker }) => speaker)).toEqual([
      '阿福',
      '沈婆婆',
      '沈婆婆',
      '阿福',
      null,
      '沈婆婆',
    ]);
    expect(people.map(({ name, quotes, mentions }) => [name, quotes, mentions])).toEqual([
      ['沈婆婆', 3, 3],
      ['阿福', 2, 2],
    ]);
  });

  it('gives whoever tells a story in Chinese as 我 their lines under their name, or to nobody', () => {
    const story = `那天早上我看见阿莲下船。
“阿莲，你怎么回来了？”我问。
“回来卖船。”阿莲说。
“卖给谁？”
“卖给你。”
我笑了，说：“我买船做什么？”
阿莲说：“过河。”`;
    const speakers = (text: string) => read(text, 'zh').quotations.map(({ speaker }) => speaker);
    const named = `我叫何石生，在渡口卖了二十年茶。\n${story}`;
    expect(speakers(named)).toEqual(['何石生', '阿莲', '何石生', '阿莲', '何石生', '阿莲']);
    expect(read(named, 'zh').narrator).toBe('何石生');
    expect(speakers(story)).toEqual([null, '阿莲', null, '阿莲', null, '阿莲']);
  });
});
