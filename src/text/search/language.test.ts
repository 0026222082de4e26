import { describe, expect, it } from '@jest/globals';
import { languageOf } from './language.js';

describe('languageOf', () => {
  it.each([
    ['zh', '他推开门，雪花卷了进来。'],
    ['zh', '他推開門，雪花捲了進來。'],
    ['zh', 'HP 是角色的生命值。The skill 「流光」 造成伤害，持续十秒。'],
    ['en', 'He pushed the door open and the snow came in.'],
    ['en', 'The word 道 (dào) is hard to translate, and this page does not try to do so.'],
    ['en', '1234 … 🙂'],
    ['en', ''],
  ])('%s: %s', (language, text) => expect(languageOf(text)).toBe(language));

  it('is not fooled by a preface in the other language', () => {
    expect(languageOf('A note on this edition. '.repeat(100) + '他推开门，雪花卷了进来。'.repeat(3000))).toBe(
      'zh',
    );
  });
});
