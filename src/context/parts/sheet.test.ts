import { expect, it } from '@jest/globals';
import { sheetSchema } from '../../contracts/sheet.js';
import { settling } from '../../text/macros.js';
import { renderSheet } from './sheet.js';

it('a system prompt is made with a rest for each claim and each macro', () => {
  const identity = Array.from({ length: 100 }, (_, n) => ({
    id: `c${n}`,
    text: `Line ${n} of {{char}}.`,
    kind: 'invented' as const,
    citations: [],
  }));
  const sheet = sheetSchema.parse({ identity, scenario: '<BOT>'.repeat(100) });
  const persona = { name: 'Kit', description: '{{user}}'.repeat(100) };
  const settle = (text: string) => settling(text, { char: 'Ada', user: 'Kit' });
  const work = renderSheet({ name: 'Ada', sheet }, persona, settle);
  let rests = 0;
  let step = work.next();
  for (; !step.done; step = work.next()) rests++;
  expect(rests).toBeGreaterThanOrEqual(400);
  expect(step.value).toContain('- Line 99 of Ada.');
  expect(step.value).toContain('AdaAda');
  expect(step.value).toContain('KitKit');
});
