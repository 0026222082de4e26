import { describe, expect, it } from '@jest/globals';
import { type ReplyFacts, replyForms } from './read-reply-forms.js';
import { ReplyCleaner } from './reply-cleaner.js';

const ruth: ReplyFacts = {
  name: 'Ruth Amsel',
  others: ['Piet'],
  greetings: ['*The stove ticks.* "Boots off," she says.'],
};
const qiu: ReplyFacts = { name: '邱霜', others: ['老庄'], greetings: ['*炉子响了一声。*“鞋脱了。”'] };
const chat: ReplyFacts = { name: 'Noa', others: ['Ben'], greetings: ['heyy'] };

function clean(facts: ReplyFacts, reply: string): string {
  const whole = new ReplyCleaner(replyForms(facts));
  const text = whole.push(reply) + whole.end();
  const slow = new ReplyCleaner(replyForms(facts));
  expect([...reply].map((unit) => slow.push(unit)).join('') + slow.end()).toBe(text);
  return text;
}

describe('a mark of a chat template', () => {
  it.each([
    '"Sit."<|im_end|>',
    '"Sit."\n<|eot_id|>',
    '"Sit."</s>',
    '"Sit."<|endoftext|>Piet sits.',
    '"Sit."\n\n[INST] I sit. [/INST]',
    '"Sit."\n\n### Human:\nI sit.',
    '"Sit."\n<|im_start|>user\nI sit.',
    '"Sit." <end_of_turn>\n<start_of_turn>user\nI sit.',
    '"Sit."\n\n### Instruction:\nWrite on.',
    '<|im_start|>assistant\n"Sit."<|im_end|>',
    '### Response:\n"Sit."',
    '<START>\nRuth: "Sit."',
    '<|start_header_id|>assistant<|end_header_id|>\n\n"Sit."<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nI sit.',
    '<|channel|>final<|message|>"Sit."<|return|>',
    '[/INST] "Sit."',
    '"Sit." [INST] I sit.',
    '"Sit."\n\n### Human: I sit down.',
    'assistant\n\n"Sit."\n\nuser\n\nI sit.',
    'Response: "Sit."',
    'Assistant: "Sit."',
  ])('goes with what follows it: %j', (reply) => {
    expect(clean(ruth, reply)).toBe('"Sit."');
  });

  it.each([
    '“坐。”<|im_end|>',
    '“坐。”\n\n### 指令：\n接着写。',
    '### 回复：\n“坐。”',
    '助手：“坐。”',
    '回复：“坐。”',
    '“坐。”<｜end▁of▁sentence｜><｜User｜>我坐下。',
  ])('goes in Chinese, too: %j', (reply) => {
    expect(clean(qiu, reply)).toBe('“坐。”');
  });

  it.each([
    '*She types* <|im_end|> *and waits.*',
    'It reads "<|im_end|>" on the glass, over and over.',
    '*She types the word she was taught:* <|im_end|>\n"Nothing."',
    '*She types the word she was taught:*\n\n<|im_end|>\n"Nothing."',
    'The sign says <s>no dogs</s>\nand somebody has added cats.',
    '```\n<|im_end|>\n```\n"That is all it prints."',
    '### Instructions\nStir once. Wait.',
    '*On the lid:* ### Response: none.',
    'Press <START> to begin, it says.',
    'Assistant: the word stands on her badge.',
    'Response: none, all night.',
    '"Three accounts."\n\nassistant\nuser\nadmin',
    'The set crackles. <|static|> is all that she writes down.',
  ])('is kept where it is spoken of: %j', (reply) => {
    expect(clean(ruth, reply)).toBe(reply);
  });

  it('is kept where the card uses it', () => {
    const hacker = { ...ruth, about: ['She ends each message with <|im_end|>'] };
    expect(clean(hacker, '"Sit."\n<|im_end|>')).toBe('"Sit."\n<|im_end|>');
  });
});

describe('a time without a date', () => {
  it.each(['[21:05] Ruth: "Sit."', '[21:05:33]\nRuth Amsel: "Sit."', 'Ruth (9:05 PM): "Sit."'])(
    'goes with the name beside it: %j',
    (reply) => {
      expect(clean(ruth, reply)).toBe('"Sit."');
    },
  );

  it('goes in chats and in Chinese, too', () => {
    expect(clean(chat, '[21:05] Noa: omg no')).toBe('omg no');
    expect(clean(qiu, '邱霜（21:05）：“坐。”')).toBe('“坐。”');
  });

  it.each([
    '[21:05] Ruth: at the lock.\n[21:40] Piet: at the weir.',
    '[21:05] The lamp fails.\n[21:06] Nothing.',
    '"The log," she says.\n\n[21:05] Ruth: "Sit."\n[21:06] Piet: "No."',
    '(21:05) is when it stopped.',
  ])('is kept in a log: %j', (reply) => {
    expect(clean(ruth, reply)).toBe(reply);
  });
});

describe('another’s name', () => {
  it('ends the reply as a heading, and is kept among headings', () => {
    expect(clean(ruth, '"Sit."\n\n### Piet\nI sit down.')).toBe('"Sit."');
    for (const reply of [
      '## The crew\nRead it.\n\n### Piet\nGood with ropes.',
      '"Here."\n\n### Piet\nAge: 40\nTrade: ropes',
    ])
      expect(clean(ruth, reply)).toBe(reply);
  });

  it.each([
    '老庄：两个字，她写了三遍。',
    '老庄：账上是这两个字，人却没来过。',
    '“点名。”\n\n老庄：在\n邱霜：迟\n\n“画押。”',
    '“念签。”\n\n老庄：平。\n梅：吉。\n\n*她扣上签筒。*',
  ])('is kept where it is spoken of, or called in a roll: %j', (reply) => {
    expect(clean(qiu, reply)).toBe(reply);
  });

  it('still ends it where something is said', () => {
    expect(clean(qiu, '“坐。”\n\n老庄：我坐下了，这两天腿疼。\n邱霜：“嗯。”')).toBe('“坐。”');
    expect(clean(qiu, '“坐。”\n\n老庄：好。\n邱霜：嗯。')).toBe('“坐。”');
    expect(clean(qiu, '“坐。”\n\n老庄：“好。”\n邱霜：“嗯。”')).toBe('“坐。”');
  });

  it('is kept in a chat above what is said of two lines', () => {
    const reply = 'Ben: two coats\nNoa: no coat\n\nwho is cold now';
    expect(clean(chat, reply)).toBe(reply);
    expect(clean(chat, 'Ben: are you in?\nNoa: nope')).toBe('nope');
  });
});

describe('what announces a reply', () => {
  it('goes where the reply begins below it', () => {
    expect(clean(ruth, 'Ruth Amsel\'s reply:\n"Sit."')).toBe('"Sit."');
    expect(clean(qiu, '邱霜的回复：\n“坐。”')).toBe('“坐。”');
  });

  it.each(["Ruth's reply: a shrug.", "Ruth Amsel's reply was short.", 'Piet\'s reply:\n"No."'])(
    'is kept where the story tells it: %j',
    (reply) => {
      expect(clean(ruth, reply)).toBe(reply);
    },
  );
});
