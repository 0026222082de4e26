import { expect, it } from '@jest/globals';
import { sheetSchema } from '../../contracts/sheet.js';
import { settling } from '../../text/macros.js';
import { atOnce } from '../../text/search/slices.js';
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

it.each([
  ['en' as const, 'Lines that Ada has said', 'How Ada may sound'],
  ['zh' as const, 'Ada说过的话', 'Ada说话的样子'],
])('never takes a card’s sample talks for what has happened (%s)', (language, said, made) => {
  const settle = (text: string) => settling(text, { char: 'Ada', user: 'Kit' });
  const told = (text: string, about?: string) => {
    const examples = [{ id: 'a', text, about, kind: 'invented' as const, citations: [] }];
    const character = { name: 'Ada', sheet: sheetSchema.parse({ language, examples }) };
    return atOnce(renderSheet(character, { name: 'Kit', description: '' }, settle));
  };
  for (const talk of ['<START>\n{{char}}: Sit.', '{{user}}: May I sit?\n{{char}}: Sit.']) {
    expect(told(talk)).toContain(`## ${made}`);
    expect(told(talk)).not.toContain(said);
  }
  expect(told('“Sit where you like.”', 'to Kit: a guest')).toContain(`## ${said}`);
  expect(told('Kitty: a name for a cat.')).toContain(`## ${said}`);
});

it.each([
  ['en' as const, 'His brother, of whom he never speaks.', '- Anton: His brother, of whom he never speaks.'],
  ['zh' as const, '他弟弟，他从不提起。', '- Anton：他弟弟，他从不提起。'],
])('says whom a claim is about before what it says of them (%s)', (language, text, line) => {
  const relationships = [
    { id: 'a', text, about: 'Anton', kind: 'invented' as const, citations: [] },
    { id: 'b', text: 'Owes Anton a boat.', about: 'Anton', kind: 'invented' as const, citations: [] },
  ];
  const character = { name: 'Ada', sheet: sheetSchema.parse({ language, relationships }) };
  const settle = (said: string) => settling(said, { char: 'Ada', user: 'Kit' });
  const told = atOnce(renderSheet(character, { name: 'Kit', description: '' }, settle));
  expect(told).toContain(`\n${line}\n- Owes Anton a boat.`);
});
