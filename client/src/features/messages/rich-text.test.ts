import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Span, voicedOf } from './rich-spans.js';
import { blocksOf, type Block } from './rich-text.js';

const spansOf = (spans: Span[]) =>
  spans.map(({ kind, text }) => (kind === 'plain' ? text : `<${kind}>${text}`));

const shown = (blocks: Block[]) =>
  blocks.map((block) => {
    switch (block.kind) {
      case 'break':
        return '⁂';
      case 'code':
        return { code: block.text };
      case 'list':
        return { [block.ordered ? 'ol' : 'ul']: block.items.map((item) => spansOf(item).join('')) };
      case 'table':
        return { table: block.rows.map((row) => row.map((cell) => spansOf(cell).join(''))) };
      case 'paragraph':
        return spansOf(block.spans);
      default:
        return { [block.kind]: spansOf(block.spans) };
    }
  });

const textsOf = (block: Block): string[] => {
  switch (block.kind) {
    case 'break':
      return [];
    case 'code':
      return [block.text];
    case 'list':
      return block.items.flat().map(({ text }) => text);
    case 'table':
      return block.rows.flat(2).map(({ text }) => text);
    default:
      return block.spans.map(({ text }) => text);
  }
};

describe('blocksOf', () => {
  it.each([
    ['*She nods.* “Yes.”', [['<action>She nods.', ' “Yes.”']]],
    ['*她点头。*“好。”*又笑了。*', [['<action>她点头。', '“好。”', '<action>又笑了。']]],
    ['a **firm** no', [['a ', '<strong>firm', ' no']]],
    ['one\n\ntwo\nlines', [['one'], ['two\nlines']]],
    ['before\n\n***\n\nafter', [['before'], '⁂', ['after']]],
    ['two * three * four', [['two * three * four']]],
    ['5*3 is 15', [['5*3 is 15']]],
    ['an *open end', [['an *open end']]],
    ['<b>*x*</b>', [['<b>', '<action>x', '</b>']]],
    ['', []],
    ['Use `a * b` here.', [['Use ', '<code>a * b', ' here.']]],
    ['So:\n```js\nconst *x* = 1;\n\n# no\n```\nEnd', [['So:'], { code: 'const *x* = 1;\n\n# no' }, ['End']]],
    ['```\nnot closed', [{ code: 'not closed' }]],
    ['# 第一章\n正文', [{ heading: ['第一章'] }, ['正文']]],
    ['> *He* said\n> no\n\nyes', [{ quote: ['<action>He', ' said\nno'] }, ['yes']]],
    ['- one\n- **two**\nthree', [{ ul: ['one', '<strong>two'] }, ['three']]],
    ['1. one\n2. two', [{ ol: ['one', 'two'] }]],
    [
      '| a | b |\n|---|:--:|\n| 1 | *2* |',
      [
        {
          table: [
            ['a', 'b'],
            ['1', '<action>2'],
          ],
        },
      ],
    ],
    ['| {傘|かさ} | b |\n|--|--|', [{ table: [['{傘|かさ}', 'b']] }]],
    ['a | b is no table', [['a | b is no table']]],
    ['![x](http://evil.example/x.png)', [['![x](http://evil.example/x.png)']]],
  ])('%j', (text, blocks) => {
    expect(shown(blocksOf(text))).toEqual(blocks);
  });

  it('takes an open star for the beginning of an action while the text is being written', () => {
    expect(shown(blocksOf('“Yes.” *She no', true))).toEqual([['“Yes.” ', '<action>She no']]);
    expect(shown(blocksOf('*one\n\ntwo', true))).toEqual([['*one'], ['two']]);
  });

  it('loses no letter', () => {
    const text = fc.string({ unit: fc.constantFrom('*', ' ', 'a', '好', '\n', '“', '-', '.') });
    const letters = (all: string) => all.replace(/[*\s-]/g, '');
    fc.assert(
      fc.property(text, fc.boolean(), (all, open) => {
        const kept = blocksOf(all, open).flatMap(textsOf);
        expect(letters(kept.join(''))).toBe(letters(all));
      }),
    );
  });
});

describe('voicedOf', () => {
  it.each([
    ['He said “yes” and left.', ['He said ', 's“yes”', ' and left.']],
    ['她说：「好。」『是吗』', ['她说：', 's「好。」', 's『是吗』']],
    ['"a" b "c', ['s"a"', ' b "c']],
    ['{漢字|かんじ}と｜東京《とうきょう》', ['r漢字/かんじ', 'と', 'r東京/とうきょう']],
    ['《红楼梦》', ['《红楼梦》']],
  ])('%s', (text, parts) => {
    expect(
      voicedOf(text).map(({ kind, text: said, reading }) =>
        kind === 'speech' ? `s${said}` : kind === 'ruby' ? `r${said}/${reading}` : said,
      ),
    ).toEqual(parts);
  });

  it('tells pictures that lead to the web, and no others', () => {
    const pictures = (text: string) =>
      voicedOf(text).flatMap(({ kind, alt, url }) => (kind === 'picture' ? [[alt, url]] : []));
    expect(pictures('See ![灯塔](https://example.org/a.png?b=1) and ![](http://c.de/f)')).toEqual([
      ['灯塔', 'https://example.org/a.png?b=1'],
      ['', 'http://c.de/f'],
    ]);
    for (const url of [
      'javascript:x',
      'data:image/png,x',
      '/a.png',
      '//a.b/c',
      'https://a b',
      'https://a"><b>',
      'file:///etc',
    ]) {
      expect(pictures(`![x](${url})`)).toEqual([]);
    }
  });

  it('does not read a long text of marks over and over', () => {
    for (const mark of ['![', '![](https://', '“', '"', '{a|', '「', '｜《']) {
      const text = mark.repeat(200_000);
      expect(
        voicedOf(text)
          .map((one) => one.text)
          .join('').length,
      ).toBeLessThanOrEqual(text.length);
    }
  });
});
