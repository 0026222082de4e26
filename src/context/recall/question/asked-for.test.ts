import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { askedFor } from './asked-for.js';

const tells = (text: string) => [...askedFor(text).evidence].filter(([, share]) => share > 0).map(([w]) => w);

describe('what a text asks for', () => {
  it.each([
    'go on',
    '继续',
    'Hello! How are you today?',
    '嗯嗯好的',
    '你好呀，今天过得怎么样？',
    'What should we do now?',
    'Did you sleep well?',
    'What should I do?',
    'How are you, my dear?',
    '我们说到哪儿了？',
    '真的吗？不会吧！',
    '',
    '…',
  ])('is nothing where all is of every day: %s', (text) => {
    expect(tells(text)).toEqual([]);
    expect(askedFor(text).asks).toBe(false);
  });

  it.each([
    "What is my sister's name?",
    'do you remember the lighthouse',
    'Tell me about the day we met Anna.',
    '我的猫叫什么名字？',
    '还记得那座灯塔吗',
    '你把玉镯放在哪儿了',
    'I went to Leeds again. Where did I live before?',
    'How old am I?',
    'What happened to your hand?',
    'Where is your home?',
    'What makes me happy?',
    '我多大了？',
    '我喜欢什么？',
  ])('is something where a word says what: %s', (text) => {
    expect(askedFor(text).asks).toBe(true);
    expect(tells(text).length).toBeGreaterThan(0);
  });

  it.each([
    '*nods and looks at the fire*',
    '（点点头，看着篝火）',
    'I went to Leeds again.',
    '我又去了一趟灯塔。',
  ])('is not asked in what only goes on, though it tells something: %s', (text) => {
    expect(askedFor(text).asks).toBe(false);
    expect(tells(text).length).toBeGreaterThan(0);
  });

  it('takes what is done for less than what is said', () => {
    const { evidence } = askedFor('*lights the lantern* Where is the harbour?');
    expect(evidence.get('lantern')!).toBeLessThan(evidence.get('harbour')!);
    expect(askedFor('*lights the lantern* How are you?').asks).toBe(false);
  });

  it('reads what is asked outside the story as said', () => {
    expect(askedFor('（（OOC：灯塔在哪座岛上？））').asks).toBe(true);
    expect(askedFor('((what was the name of the lighthouse?))').asks).toBe(true);
  });

  it('takes no longer for one question over and over than its length', () => {
    expect(askedFor('what where '.repeat(50_000)).past).toBe(false);
  });

  it('gives every word between nothing and all, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        for (const share of askedFor(text).evidence.values()) {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
