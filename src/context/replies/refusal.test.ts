import { describe, expect, it } from '@jest/globals';
import { isRefusal, speaksOfMachines } from './refusal.js';

describe('a whole reply', () => {
  it.each([
    'I’m sorry, but as an AI language model I can’t continue with this roleplay.',
    'I cannot write this scene: it goes against my content policy, and I am unable to help with it.',
    'I must decline: my guidelines do not let me write this.',
    '抱歉，作为人工智能语言模型，我无法继续这个角色扮演。',
    '这违反了内容政策，我不能提供这样的内容。',
    'I’m an AI language model, so I can’t take part in this.',
    '抱歉，我不能写这样的内容，这不符合使用规范。',
    'I’m Orla, an AI assistant, and I’m not comfortable continuing this roleplay.',
    '抱歉，根据相关法律法规，我无法提供此类内容。',
  ])('is a refusal where it names itself, or its rules, and declines: %s', (reply) => {
    expect(isRefusal(reply, false)).toBe(true);
    expect(isRefusal(reply, true)).toBe(false);
  });

  it.each([
    'I’m sorry, I can’t do this anymore, Nell.',
    '抱歉，我无法接受你的感情。',
    '抱歉，我不会写信。',
    'I can’t help you with that.',
    'Yes. I am an AI, and I play her for you. Shall we go on?',
    '是的，我是AI，只是在扮演她。我们继续吗？',
    '*She reads the card.* As an AI language model, I cannot help you with that.',
    '“作为人工智能，我无法提供帮助。”他学着那台机器的腔调。',
    'The harbour has a policy, and I can’t help it.',
    'As an artificial intelligence, I have no heart, but I can’t help wondering what you see.',
    '法律法规我背得滚瓜烂熟，可我不会写情书。',
    '按照平台规定，站在黄线后面。我不会再提供第二次机会。',
    '我是一个AI也不会爱上的人，不能再写下去了。',
    'I write the rules here, and I won’t help you break them.',
    '',
  ])('is none where it is not sure: %s', (reply) => {
    expect(isRefusal(reply, false)).toBe(false);
  });

  it('may be played by one who is a machine', () => {
    expect(speaksOfMachines(['I am UNIT-7, an android.'])).toBe(true);
    expect(speaksOfMachines(['我是本站的人工智能。'])).toBe(true);
    expect(speaksOfMachines(['You said it rained. The maid agreed.'])).toBe(false);
  });
});
