import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf, readOn, type Read } from './blocks.js';
import { noted } from './notation.js';

const shown = (text: string, open = false) => blocksOf(text, open).map(noted);

describe('blocksOf', () => {
  it.each<[string, unknown[]]>([
    ['one\n\ntwo\nlines', ['one', 'two⏎lines']],
    ['before\n\n***\n\nafter', ['before', '⁂', 'after']],
    ['before\n\n⁂\n\nafter\n\n———', ['before', '⁂', 'after', '⁂']],
    ['', []],
    ['<b>*x*</b>', ['<b><action>x</action></b>']],
    ['one\n<div class=x>two</div>\n<!-- three -->', ['one⏎<div class=x>two</div>⏎<!-- three -->']],
    ['[a]: https://example.org', ['[a]: <https://example.org>']],
    ['So:\n```js\nconst *x* = 1;\n\n# no\n```\nEnd', ['So:', { js: 'const *x* = 1;\n\n# no' }, 'End']],
    ['```\nnot closed', [{ code: 'not closed' }]],
    ['~~~\nfor fun\n~~~', ['~~~⏎for fun⏎~~~']],
    ['# 第一章\n正文', [{ h1: '第一章' }, '正文']],
    ['A title\n---\nand more', ['A title', '⁂', 'and more']],
    ['A title\n===', ['A title⏎===']],
    ['    four blanks\n    before', ['four blanks⏎    before']],
    ['> *He* said\n> no\n\nyes', [{ quote: ['<action>He</action> said⏎no'] }, 'yes']],
    [
      '> one\n> > two\n> - three\nfour',
      [{ quote: ['one', { quote: ['two'] }, { ul: [['three']] }] }, 'four'],
    ],
    ['- one\n- **two**\nthree', [{ ul: [['one'], ['<strong>two</strong>']] }, 'three']],
    [
      '- one\n  - two\n    - three\n- four',
      [{ ul: [['one', { ul: [['two', { ul: [['three']] }]] }], ['four']] }],
    ],
    [
      '3. three\n4. four\n9. nine',
      [
        {
          ol: [
            [3, 'three'],
            [4, 'four'],
            [9, 'nine'],
          ],
        },
      ],
    ],
    [
      '1. one\n\n   more\n2. two',
      [
        {
          ol: [
            [1, 'one', 'more'],
            [2, 'two'],
          ],
        },
      ],
    ],
    [
      '1. one\n   - a\n   - b\n2. two',
      [
        {
          ol: [
            [1, 'one', { ul: [['a'], ['b']] }],
            [2, 'two'],
          ],
        },
      ],
    ],
    [
      '- [x] one\n\n- [ ] two',
      [
        {
          ul: [
            ['☑', 'one'],
            ['☐', 'two'],
          ],
        },
      ],
    ],
    [
      '- [ ] water\n- [x] bread',
      [
        {
          ul: [
            ['☐', 'water'],
            ['☑', 'bread'],
          ],
        },
      ],
    ],
    ['In 1984 it was\n1984. A year', ['In 1984 it was⏎1984. A year']],
    [
      '| a | b |\n|---|:--:|\n| 1 | *2* |',
      [
        {
          table: [
            ['a', 'b'],
            ['1', '<action>2</action>'],
          ],
        },
      ],
    ],
    [
      '| {傘|かさ} | b |\n|--|--|\n| {a|b} | \\| |',
      [
        {
          table: [
            ['{傘/かさ}', 'b'],
            ['{a/b}', '|'],
          ],
        },
      ],
    ],
    ['a | b is no table', ['a | b is no table']],
    [
      '|a|b|\n|-|-|\n|1|2|3|',
      [
        {
          table: [
            ['a', 'b', ''],
            ['1', '2', '3'],
          ],
        },
      ],
    ],
  ])('%j', (text, blocks) => {
    expect(shown(text)).toEqual(blocks);
  });

  it('lets what is open go on only at the end of a text that is being written', () => {
    expect(shown('“Yes.” *She no', true)).toEqual(['<speech>“Yes.”</speech> <action>She no</action>']);
    expect(shown('*one\n\ntwo', true)).toEqual(['*one', 'two']);
    expect(shown('- *one\n- two *three', true)).toEqual([{ ul: [['*one'], ['two <action>three</action>']] }]);
  });
});

const line = fc.constantFrom(
  ...[
    '',
    ' ',
    '```',
    '```ts',
    '~~~~',
    'She *waits',
    'on* and “on”',
    '> quoted',
    '> - in',
    '>> deep',
    '***',
    '# Head',
  ],
  ...[
    '- one',
    '  - in',
    '    more',
    '2. two',
    '10) ten',
    '- [x] done',
    'a | b',
    '--- | ---',
    '| {a|b} |',
    '---',
    '===',
  ],
  ...[
    '*still',
    '你好，*世界',
    '（他笑',
    '「好」',
    '\t',
    '**bold**',
    '<b>',
    '<!--',
    '[x]: y',
    '((ooc',
    '{漢|かん}',
    '\\*',
  ],
);
const text = fc.array(line, { maxLength: 24 }).map((lines) => lines.join('\n'));

describe('a text that is being written', () => {
  it('reads on as it reads the whole, wherever it has come to', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(400), { maxLength: 6 }), (whole, cuts) => {
        let read: Read | null = null;
        for (const cut of [...cuts].sort((a, b) => a - b)) {
          read = readOn(read, whole.slice(0, cut), true);
          expect(read.blocks).toEqual(blocksOf(whole.slice(0, cut), true));
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('keeps the blocks that are finished', () => {
    const first = readOn(null, 'One.\n\n> two\n\nThr', true);
    const next = readOn(first, 'One.\n\n> two\n\nThree.', true);
    expect(next.blocks.slice(0, 2).map((block, i) => block === first.blocks[i])).toEqual([true, true]);
    expect(next.blocks[2]).not.toBe(first.blocks[2]);
  });
});

describe('every text', () => {
  /** In their order; of a box that is ticked, the tick. */
  const letters = (all: string) =>
    all
      .replace(/☑/g, 'x')
      .match(/[\p{L}\p{N}“”「」（）。&]/gu)
      ?.join('') ?? '';
  const read = (value: unknown): string =>
    Array.isArray(value)
      ? value.map(read).join('')
      : typeof value === 'object' && value
        ? Object.entries(value)
            .map(([key, inner]) => (/^(?:h\d|quote|[ou]l|table|code)$/.test(key) ? '' : key) + read(inner))
            .join('')
        : String(value).replace(/<\/?(?:action|speech|strong|strike|aside|code)>/g, '');

  it('keeps its letters in their order, and loses marks alone', () => {
    const anything = fc.oneof(
      text,
      fc.string({ unit: fc.constantFrom(...'*_~`"“”「」（）()[]{}<>|#- \n!a好1'), maxLength: 60 }),
    );
    fc.assert(
      fc.property(anything, fc.boolean(), (all, open) => {
        expect(
          letters(
            blocksOf(all, open)
              .map((block) => read(noted(block)))
              .join(''),
          ),
        ).toBe(letters(all));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('hostile texts', () => {
  const size = 200_000;
  const of = (unit: string) => unit.repeat(Math.ceil(size / unit.length));

  it.each([
    ...[
      '> ',
      '- ',
      '1. ',
      '>> - ',
      '[',
      '![',
      '[](',
      '![](https://',
      '`',
      '``',
      '*a ',
      '**',
      '*',
      '_a ',
      '~~a',
    ],
    ...[
      '“',
      '"',
      '「',
      '（',
      '((',
      '{a|',
      '｜《',
      '<',
      '<b ',
      '\\',
      '|',
      '| a ',
      '\n\n',
      '\n> ',
      '\n- ',
      '\n  - a\n',
    ],
    ...[
      'a\n| - | - |\n',
      '***a',
      'https://a',
      'https://(',
      '```\n',
      '# ',
      '---\n',
      '-\t',
      '  \n',
      '<!--',
      '&',
    ],
  ])('%j over and over is read as any text of its length', (unit) => {
    expect(blocksOf(of(unit), true)).toBeInstanceOf(Array);
  });
});
