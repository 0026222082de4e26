import { describe, expect, it } from '@jest/globals';
import { askedFor } from './asked-for.js';
import { othersQuestionsAsDeeds } from './others-questions.js';

const asks = (text: string) =>
  askedFor(othersQuestionsAsDeeds(text, text.includes('裴') ? '裴朗' : 'Jonah Reed', 'Ottoline Vane')).asks;

describe('what others ask in a scene that the user tells', () => {
  it.each([
    '"Who painted the pegs?" the landlord asks, and wipes the counter.',
    '*The old guard steps out and asks:* "Where is your lantern?"',
    '“Where did the ferry go?” asked Bram Tolley.',
    'Mrs. Pugh calls over the wall, "Who is that with the ledger?" I keep walking.',
    '“灯笼是谁挂的？”守卫问。我没有说话。',
    '更夫在巷口问道：“谁家的灯笼？”',
    '*掌柜拦在门口说：*“方子在哪里？”',
    '「燈籠是誰掛的？」守衛喊。',
  ])('is not asked of who answers: %s', (text) => {
    expect(askedFor(text).asks).toBe(true);
    expect(asks(text)).toBe(false);
  });

  it.each([
    '"Who painted the pegs?" I ask the landlord.',
    '"Did he leave the letter?" *he asks, since she does not.*',
    '"Where is the ledger?" Jonah asks.',
    'Reed asks, "Where is the ledger?"',
    '"Who painted the pegs?" the landlord asks you.',
    '"Who painted the pegs?" the landlord asks Ottoline.',
    '*The guard turns to you and says:* "Where is the ledger?"',
    '“灯笼是谁挂的？”守卫问你。',
    '"Who painted the pegs?"',
    'The landlord nods. "Who painted the pegs?"',
    '"Halt!" says the guard. Where did we hide the lantern?',
    '“方子在哪里？”我问她。',
    '“方子在哪里？”裴朗问。',
    '*他搁下笔问：*“方子上写了几味药？”',
    '掌柜走了。“灯笼是谁挂的？”',
  ])('but what the user asks is: %s', (text) => expect(asks(text)).toBe(true));

  it('keeps every word, and is quick with much', () => {
    expect(othersQuestionsAsDeeds('"Who goes there?" asks the guard.', '', '')).toContain('Who goes there?');
    const long = `${'"Why? '.repeat(20_000)}${'The guard '.repeat(20_000)}${'守卫'.repeat(20_000)}`;
    expect(othersQuestionsAsDeeds(long, '', '').length).toBeGreaterThan(0);
  });
});
