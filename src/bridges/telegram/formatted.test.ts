import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatted } from './formatted.js';

/** What stands in each entity, by its kind. */
const marked = (text: string, isShared = false) => {
  const { text: plain, entities } = formatted(text, isShared);
  return {
    plain,
    marked: entities.map((entity) => [
      entity.type,
      plain.slice(entity.offset, entity.offset + entity.length),
      ...('url' in entity ? [entity.url] : []),
      ...('language' in entity ? [entity.language] : []),
    ]),
  };
};

describe('formatted', () => {
  it.each<[string, string, unknown[]]>([
    ['Well. 5 * 3 < 16 & snake_case', 'Well. 5 * 3 < 16 & snake_case', []],
    [
      '*She nods.* “**No!**” 😀 ~~gone~~',
      'She nods. “No!” 😀 gone',
      [
        ['italic', 'She nods.'],
        ['bold', 'No!'],
        ['strikethrough', 'gone'],
      ],
    ],
    [
      '他**《红楼梦》**里，`x < y`',
      '他《红楼梦》里，x < y',
      [
        ['bold', '《红楼梦》'],
        ['code', 'x < y'],
      ],
    ],
    [
      '*one **two** one*',
      'one two one',
      [
        ['italic', 'one two one'],
        ['bold', 'two'],
      ],
    ],
    [
      '# Title\n\nText\nmore\n\n---\n\n> *quoted*\n> twice',
      'Title\n\nText\nmore\n\n⁂\n\nquoted\ntwice',
      [
        ['bold', 'Title'],
        ['blockquote', 'quoted\ntwice'],
        ['italic', 'quoted'],
      ],
    ],
    ['```js\nif (a < b) {}\n```', 'if (a < b) {}', [['pre', 'if (a < b) {}', 'js']]],
    ['- one\n- two\n  - three\n\n3. x', '• one\n• two\n  • three\n\n3. x', []],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a | b\n1 | 2', [['bold', 'a | b']]],
    [
      '[here](https://example.org/a) https://b.org/@x',
      'here https://b.org/@x',
      [
        ['text_link', 'here', 'https://example.org/a'],
        ['text_link', 'https://b.org/@x', 'https://b.org/@x'],
      ],
    ],
    ['[x](tg://user?id=1) [x](javascript:1) <b>x</b>', '[x](tg://user?id=1) [x](javascript:1) <b>x</b>', []],
    ['***', '⁂', []],
    ['an *open end and **another', 'an *open end and **another', []],
  ])('shows Markdown as entities: %s', (text, plain, entities) => {
    expect(marked(text)).toEqual({ plain, marked: entities });
  });

  it('mentions nobody where others are', () => {
    const text = 'Ask @ming_x, @all or me@example.org. `@keeper`';
    expect(formatted(text, true).text).toBe('Ask ＠ming_x, ＠all or me@example.org. ＠keeper');
    expect(formatted(text, false).text).toBe('Ask @ming_x, @all or me@example.org. @keeper');
  });

  it('has entities that Telegram takes, whatever the text', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '*',
        '**',
        '_',
        '~~',
        '`',
        '```',
        '\n',
        '\n\n',
        '> ',
        '- ',
        '1. ',
        '# ',
        '|',
        '@a',
        '[a](https://b.c)',
        '😀',
        '“',
        '”',
        '（',
        '）',
        ' ',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.boolean(), (pieces, isShared) => {
        const { text, entities } = formatted(pieces.join(''), isShared);
        expect(entities.length).toBeLessThanOrEqual(100);
        for (const { offset, length } of entities) {
          expect(length).toBeGreaterThan(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        }
        // One lies within another, or they lie apart.
        for (const a of entities)
          for (const b of entities)
            expect(
              a.offset + a.length <= b.offset ||
                b.offset + b.length <= a.offset ||
                (a.offset <= b.offset && b.offset + b.length <= a.offset + a.length) ||
                (b.offset <= a.offset && a.offset + a.length <= b.offset + b.length),
            ).toBe(true);
        if (isShared) expect(text).not.toMatch(/(?<![\w./])@a/);
      }),
    );
  });

  it('is no longer than Telegram takes, where what was written is not', () => {
    const lists = 'x\n- y\n'.repeat(680);
    expect(formatted(lists, false)).toEqual({ text: lists, entities: [] });
    expect(formatted('**a** '.repeat(600), false).entities).toHaveLength(100);
  });
});
