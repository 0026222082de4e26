import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf, type Block } from './rich-text.js';

const shown = (blocks: Block[]) =>
  blocks.map((block) =>
    block.kind === 'break'
      ? '⁂'
      : block.spans.map(({ kind, text }) => (kind === 'plain' ? text : `<${kind}>${text}`)),
  );

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
        const kept = blocksOf(all, open).flatMap((block) =>
          block.kind === 'break' ? [] : block.spans.map((span) => span.text),
        );
        expect(letters(kept.join(''))).toBe(letters(all));
      }),
    );
  });
});
