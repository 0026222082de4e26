import { describe, expect, it } from '@jest/globals';
import { quoted } from './quoted.js';

describe('a quotation', () => {
  it.each([
    ['a text without marks', 'It rained.', '“It rained.”'],
    ['what is said, and who says it', '“Wait,” said Ann. “It rains.”', '“‘Wait,’ said Ann. ‘It rains.’”'],
    ['one that is all of it', '“It rains. I wait.”', '“It rains. I wait.”'],
    ['straight marks', '"Wait," said Ann, "it rains."', '“‘Wait,’ said Ann, ‘it rains.’”'],
    ['straight marks around all', '"It rains."', '“It rains.”'],
    ['one that begins and is cut', 'Ann said, “Wait. It rains.', '“Ann said, Wait. It rains.”'],
    ['one that was cut before', 'It rains.” Ann waited.', '“It rains. Ann waited.”'],
    ['中文的引号', '阿秀说：「潮水不等人。」', '“阿秀说：‘潮水不等人。’”'],
    ['中文里写错的后引号', '她说：“等等。“阿秀说：“好！”', '“她说：‘等等。’阿秀说：‘好！’”'],
    ['an apostrophe', 'It wasn’t Ann’s.', '“It wasn’t Ann’s.”'],
  ])('has one pair of marks: %s', (_, text, expected) => {
    expect(quoted(text)).toBe(expected);
  });
});
