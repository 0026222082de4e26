import { describe, expect, it } from '@jest/globals';
import { type ReplyFacts, replyForms } from './read-reply-forms.js';
import { ReplyCleaner } from './reply-cleaner.js';

const ruth: ReplyFacts = {
  name: 'Ruth Amsel',
  nickname: 'Ruth',
  others: ['Piet'],
  greetings: ['*The stove ticks.* Boots off.'],
};
const qiu: ReplyFacts = { name: '邱霜', others: ['老庄'], greetings: ['（炉子响了一声。）鞋脱了。'] };

function clean(facts: ReplyFacts, reply: string): string {
  const whole = new ReplyCleaner(replyForms(facts));
  const text = whole.push(reply) + whole.end();
  const slow = new ReplyCleaner(replyForms(facts));
  expect([...reply].map((unit) => slow.push(unit)).join('') + slow.end()).toBe(text);
  return text;
}

describe('what is said of the reply', () => {
  it.each([
    'Sure, here is the reply:\n\n*She nods.* Sit.',
    'Certainly! Here’s Ruth’s response:\n\n*She nods.* Sit.',
    'Here is a continuation of the roleplay, staying in character as Ruth Amsel:\n\n---\n\n*She nods.* Sit.',
    '*She nods.* Sit.\n\n---\n\nLet me know if you’d like me to change the tone!',
    '*She nods.* Sit.\n\n***\n\n(Would you like me to continue the scene?)',
  ])('goes: %j', (reply) => {
    expect(clean(ruth, reply)).toBe('*She nods.* Sit.');
  });

  it.each([
    '好的，以下是邱霜的回复：\n\n（点头）坐。',
    '好的，我将以邱霜的身份继续对话：\n\n（点头）坐。',
    '（点头）坐。\n\n---\n\n如果你希望我调整风格，请告诉我！',
  ])('goes in Chinese, too: %j', (reply) => {
    expect(clean(qiu, reply)).toBe('（点头）坐。');
  });

  it.each([
    'Sure. Here is the letter:\n\n*She unfolds it.* Dear Piet.',
    'Here is my reply to the baker, in full:\n\n*She coughs.* No.',
    'Certainly, here is the reply:\n\n"Dear Ruth, no bread today."',
    'Of course. Here is the truth: I was there.',
    '*She hums.*\n\n---\n\nLet me know if you find the door.',
    '*She hums.*\n\n---\n\nLet me know if you like the story.\n\n*She turns a page.*',
  ])('is told from what the story says: %j', (reply) => {
    expect(clean(ruth, reply)).toBe(reply);
  });

  it.each([
    '好，我以邱霜的名义问一句：\n\n你走不走？',
    '可以，下面是账单：\n\n三两银子。',
    '（哼歌）\n\n---\n\n如果你想走，就轻一点。',
  ])('is told from what the story says in Chinese: %j', (reply) => {
    expect(clean(qiu, reply)).toBe(reply);
  });
});

describe('a line that somebody speaks', () => {
  it.each([
    ['Ruth (softly): Sit.', '(softly) Sit.'],
    ['Ruth (softly):\n\nSit.', '(softly) Sit.'],
    ['Ruth - "Sit down."', '"Sit down."'],
    ['<Ruth> Sit.', 'Sit.'],
    ['Ruth> Sit.', 'Sit.'],
    ['Sit.\n\n[Piet] I sit down.', 'Sit.'],
    ['Sit.\n\nPiet — "I would rather stand."', 'Sit.'],
  ])('is known in other forms: %j', (reply, cleaned) => {
    expect(clean(ruth, reply)).toBe(cleaned);
  });

  it.each([
    ['邱霜（小声）：坐。', '（小声）坐。'],
    ['坐。\n\n【老庄】我坐下来。', '坐。'],
  ])('is known in Chinese: %j', (reply, cleaned) => {
    expect(clean(qiu, reply)).toBe(cleaned);
  });

  it.each([
    'Ruth - "Red Ruth" to the town - spat.',
    'Ruth (34): baker.',
    'Sit.\n\nPiet — "Long Piet" to his friends — sat.',
    'It said so.\n\n[Piet] 40 mg, twice.',
    '3 May, noon.\n\nPiet: No better. The wind has gone round.',
    'It went like this.\n\nPiet: Are you cross?\nMe: No.',
  ])('is none where a name stands for another reason: %j', (reply) => {
    expect(clean(ruth, reply)).toBe(reply);
  });

  it.each([
    '邱霜（不是隔壁那个）：三斤六两。',
    '墨还没干。\n\n【老庄】二字写得歪歪扭扭。',
    '墨还没干。\n\n【老庄】男，五十岁。',
    '他发来的。\n\n老庄：在？\n我：不在',
    '数一数。\n\n老庄：不在。我：在这儿。',
  ])('is none in Chinese where a name stands for another reason: %j', (reply) => {
    expect(clean(qiu, reply)).toBe(reply);
  });
});
