import { describe, expect, it } from '@jest/globals';
import { oneLine } from './one-line.js';

describe('oneLine', () => {
  it.each([
    ['She waits.\n\n## What is left\n\n1. The rope', 'She waits. What is left 1. The rope'],
    ['> The tide waits.\n> > So do I.', 'The tide waits. So do I.'],
    ['Here:\n```js\nconst a = 1;\n```', 'Here: const a = 1;'],
    ['One.\n\n---\n\n* * *\nTwo.', 'One. Two.'],
    ['“灯灭了。”\n### 之后\n　她走了。', '“灯灭了。” 之后 她走了。'],
    ['*She nods.* #1 of 2 > 1', '*She nods.* #1 of 2 > 1'],
    ['  ', ''],
  ])('%j', (text, line) => {
    expect(oneLine(text, 100)).toBe(line);
  });

  it('ends where it has to', () => {
    expect(oneLine('# '.concat('a'.repeat(50)), 10)).toHaveLength(10);
  });
});
