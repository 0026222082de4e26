import { describe, expect, it } from '@jest/globals';
import { asksForMore, commandIn, COMMANDS } from './commands.js';

describe('a command', () => {
  it.each([
    ['/help', 'help', '', 'en'],
    ['  /Switch  Mira Quill ', 'switch', 'Mira Quill', 'en'],
    ['／切换 米拉', 'switch', '米拉', 'zh'],
    ['!stop', 'stop', '', 'en'],
    ['！停止', 'stop', '', 'zh'],
    ['/ＨＥＬＰ', 'help', '', 'en'],
    ['/help@keepsake_bot now', 'help', 'now', 'en'],
    ['/forget_last', 'forget-last', '', 'en'],
    ['/search two\nlines', 'search', 'two\nlines', 'en'],
  ])('is known in %j', (text, name, rest, language) => {
    expect(commandIn(text)).toEqual({ name, rest, language });
  });

  it.each(['help', '/me waves', '/', '//help', 'say /help', '', '/constructor', '/help!'])(
    'is not what %j says',
    (text) => {
      expect(commandIn(text)).toBeNull();
    },
  );

  it('has a name of its own in both languages', () => {
    const words = Object.values(COMMANDS).flatMap(({ en, zh }) => [...en, ...zh]);
    expect(new Set(words).size).toBe(words.length);
    expect(Object.keys(COMMANDS)).toHaveLength(14);
  });
});

describe('a message that asks for more', () => {
  it.each(['继续', ' 继续。', '/继续', '！继续', 'Continue', '/continue', 'more!', 'ＭＯＲＥ'])(
    'is %j',
    (text) => {
      expect(asksForMore(text)).toBe(true);
    },
  );

  it.each(['继续走', 'and more', '/continue with it', '', '/help'])('is not %j', (text) => {
    expect(asksForMore(text)).toBe(false);
  });
});
