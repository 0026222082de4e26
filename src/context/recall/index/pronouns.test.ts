import { expect, it } from '@jest/globals';
import { Pronouns } from './pronouns.js';

/** Of several messages in a row, whom the last one means. */
function meant(...messages: string[]): readonly string[] {
  const pronouns = new Pronouns();
  return messages.map((message) => pronouns.meantBy(message)).at(-1)!;
}

it.each([
  [['My aunt Rosalind rang.', 'It rained.', 'She is retiring.'], ['Rosalind']],
  [['I had coffee with Dmitri.', 'He keeps bees.'], ['Dmitri']],
  [['我表姐若兰昨天来了。', '好的。', '她辞职了。'], ['若兰']],
  [['楼下的钟大爷你记得吗？', '他儿子在冰岛。'], ['钟大爷']],
  [['My aunt Rosalind rang.', 'My friend Tom says she is well.'], []],
  [['My aunt Rosalind rang.', 'It rained.'], []],
  [['It rained on Monday.', 'She is late.'], []],
  [['我表姐若兰来了。', '其他人都没来。'], []],
  [['我表姐若兰来了。', '他们没来。'], []],
])('%j means %j', (messages, names) => expect(meant(...messages)).toEqual(names));

it('means nobody who was named long before', () => {
  expect(meant('My aunt Rosalind rang.', ...Array<string>(12).fill('Hm.'), 'She is late.')).toEqual([]);
});
