import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf } from './rich-text.js';
import { partsOf } from './use-blocks.js';

describe('a text that is being written', () => {
  it('reads part by part as it does as a whole, wherever it has come to', () => {
    const line = fc.constantFrom(
      ...[
        '',
        ' ',
        '```',
        '~~~~ts',
        'She *waits',
        'on* and “on”',
        '> quoted',
        '- one',
        '2. two',
        '***',
        '# Head',
      ],
      ...['a | b', '--- | ---', '*still', '你好，*世界', '  ```', '\t', '**bold**'],
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.nat(200), (lines, length) => {
        const text = lines.join('\n').slice(0, length);
        const parts = partsOf(text);
        const read = parts.flatMap((part, i) => blocksOf(part, i === parts.length - 1));
        expect(read).toEqual(blocksOf(text, true));
      }),
      { numRuns: 2000 },
    );
  });

  it('is one part as long as code goes on', () => {
    expect(partsOf('Look:\n\n```\na\n\nb\n\n')).toHaveLength(2);
    expect(partsOf('Look:\n\n```\na\n\nb\n```\n\nSo.')).toHaveLength(3);
  });
});
