import { describe, expect, it } from '@jest/globals';
import { languageOf, tongueOf } from './language.js';

describe('languageOf', () => {
  it.each([
    ['zh', '他推开门，雪花卷了进来。'],
    ['zh', '他推開門，雪花捲了進來。'],
    ['zh', 'HP 是角色的生命值。The skill 「流光」 造成伤害，持续十秒。'],
    ['en', 'He pushed the door open and the snow came in.'],
    ['en', 'The word 道 (dào) is hard to translate, and this page does not try to do so.'],
    ['en', '1234 … 🙂'],
    ['en', '温子は岬の灯台守だった。霧の夜も灯を守った。'],
    ['en', '온유는 등대지기였다.'],
    ['en', ''],
  ])('%s: %s', (language, text) => expect(languageOf(text)).toBe(language));

  it('is not fooled by a preface in the other language', () => {
    expect(languageOf('A note on this edition. '.repeat(100) + '他推开门，雪花卷了进来。'.repeat(3000))).toBe(
      'zh',
    );
  });
});

it.each([
  ['zh', '他推开门，雪花卷了进来。'],
  ['zh', '「流光」の意味，他不知道，也不想知道这些事情。'],
  ['ja', '温子は岬の灯台守だった。'],
  ['ko', '온유는 등대지기였다.'],
  [
    'en',
    'He pushed the door open and the snow came in, and for a long time it was all that he had to look at.',
  ],
  [
    'other',
    'Elle poussa la porte et la neige entra dans la maison, sans bruit, comme une vieille amie qui revient chez elle après un long voyage.',
  ],
])('tongueOf: %s: %s', (tongue, text) => expect(tongueOf(text)).toBe(tongue));
