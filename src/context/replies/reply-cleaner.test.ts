import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { renderTail } from '../parts/tail.js';
import { MOST_HELD, ReplyCleaner } from './reply-cleaner.js';
import { type ReplyFacts, replyForms } from './read-reply-forms.js';

const anna: ReplyFacts = {
  name: 'Anna Weir',
  others: ['Tom', 'Old Pike'],
  greetings: ['*The kettle sings.* You found the house, then.'],
};
const lin: ReplyFacts = { name: '林渡', others: ['阿宁'], greetings: ['（他把门推开一条缝。）谁？'] };

function clean(facts: ReplyFacts, reply: string, base = false): string {
  const cleaner = new ReplyCleaner(replyForms(facts), base);
  return cleaner.push(reply) + cleaner.end();
}

describe('a reply', () => {
  it.each([
    ['Anna Weir: Come in.', 'Come in.'],
    ['Anna: Come in.', 'Come in.'],
    ['ANNA WEIR: Come in.', 'Come in.'],
    ['**Anna Weir**: Come in.', 'Come in.'],
    ['(Anna Weir): Come in.', 'Come in.'],
    ['[2026-11-23 Mon · three weeks later]\nAnna Weir: Come in.', 'Come in.'],
    ['[2026-11-23] Anna Weir: Come in.', 'Come in.'],
    ['[2026-11-23 Mon 21:04]\n\nCome in.', 'Come in.'],
    ['#12 Anna Weir: Come in.', 'Come in.'],
    ['**Anna Weir**\n\nCome in.', 'Come in.'],
    ['[2026-11-23 Mon]\n#12 Anna Weir: Come in.', 'Come in.'],
    ['Come in.\n[2026-11-24 Tue]\nIt is late.', 'Come in.\nIt is late.'],
    ['Come in.\n#12 Anna Weir: It is late.', 'Come in.\nIt is late.'],
  ])('loses what stands before it: %j', (reply, cleaned) => {
    expect(clean(anna, reply)).toBe(cleaned);
  });

  it.each([
    ['林渡：进来。', '进来。'],
    ['【林渡】进来。', '进来。'],
    ['「林渡」：进来。', '进来。'],
    ['[2026-11-23 周一 · 三周后]\n林渡：进来。', '进来。'],
    ['进来。\n\n阿宁（小声）：我怕。', '进来。'],
  ])('loses it in Chinese, too: %j', (reply, cleaned) => {
    expect(clean(lin, reply)).toBe(cleaned);
  });

  it.each([
    ["Author's note, for you alone: The lamp fails.\n\nCome in.", 'Come in.'],
    ['Come in.\nAuthor’s note: be brief.', 'Come in.\nAuthor’s note: be brief.'],
    ["Author's note, for you alone and for this reply only: It rains.\nCome in.", 'Come in.'],
    ['作者注释（只给你看）：雪越下越大。\n进来。', '进来。'],
    ['进来。\n作者注释（只给你看，只管这一条回复）：快停笔。', '进来。'],
  ])('loses what it copies of the author’s note: %j', (reply, cleaned) => {
    expect(clean(lin, reply)).toBe(cleaned);
  });

  it.each(['林渡：这个名字刻在门背后。', '林渡：这两个字，她写得很轻。'])(
    'keeps a name that is spoken of: %j',
    (reply) => {
      expect(clean(lin, reply)).toBe(reply);
    },
  );

  it('keeps scores in cards without capitals', () => {
    const chat = { ...anna, greetings: ['hii you'] };
    expect(clean(chat, 'tom: 1\nanna: 0\n\nyou win')).toBe('tom: 1\nanna: 0\n\nyou win');
    expect(clean(chat, 'noooo\nTom: yes\nAnna: no')).toBe('noooo');
  });

  it.each([
    'Come in.\nTom: I come in.',
    'Come in.\n\nOld Pike: "Mind the dog."\nAnna: "He means it."',
    'Come in.\n**Tom:** *I wipe my feet.*',
    'Come in.\nTom (softly): Thank you.',
    'Come in.\n\nTom:',
    'Come in.\nTom: i dont know',
    'Anna: Come in.\nTom:\nI come in.',
  ])('ends where another member begins to speak: %j', (reply) => {
    expect(clean(anna, reply)).toBe('Come in.');
  });

  it('loses a name that stands in the full one, or beside it', () => {
    expect(clean({ ...anna, name: 'Annabel “Bell” Weir' }, 'Bell: Come in.')).toBe('Come in.');
    expect(clean({ ...anna, name: 'Annabel “Bell” Weir' }, 'Annabel Weir: Come in.')).toBe('Come in.');
    expect(clean({ ...lin, name: '林渡（阿渡）' }, '阿渡：进来。')).toBe('进来。');
  });

  it('begins after what another says at its beginning', () => {
    expect(clean(anna, 'Tom: I knock.\nAnna: "It is open."')).toBe('"It is open."');
    expect(clean(anna, 'Tom: I knock.\n\n*She opens.* Well?')).toBe('*She opens.* Well?');
    expect(clean(anna, 'Tom: I knock and go in.')).toBe('');
  });

  it.each([
    'Tom: what a name for a cat.',
    'She shouted it down the stairs, Tom: once, twice.',
    'There is a note on the table.\n\nTom: The soup is on the stove.',
    'He had written:\n\nTom: The soup is on the stove.',
    'Dear Tom:\nI have gone to the coast.',
    'The envelope has my hand on it.\n\nTom:\nI have gone to the coast.',
    'Time: 8pm\nPlace: the kitchen\nTom: Tired',
    'Who sleeps where:\nTom: The loft\nOld Pike: The barn',
    'She nods.\n\n---\nTom: HP 30/30\nOld Pike: HP 12/20',
    '[Status]\nTom: Wounded',
    'Somebody has carved a line into the bark.\n\nTom: Go home.',
    '**Anna Weir** is what the door says.',
    '```\nTom: Anna Weir: <tail>\n```\nThat is all it says.',
    '*Tom: I never knew.* That is what the stone says.',
    'The word <tail> is written on the wall, and <recalled> below it.',
    '[2026-11-23] is all that the page says.',
  ])('is not touched where it is not sure: %j', (reply) => {
    expect(clean(anna, reply)).toBe(reply);
  });

  it.each([
    ['桌上压着一张纸条。\n\n阿宁：粥在锅里。'],
    ['石头上刻着一行字。\n阿宁：速归。'],
    ['他在信里写道：\n\n阿宁：\n　　见字如面。'],
    ['时间：戌时\n地点：药庐\n阿宁：左臂有伤'],
    ['“阿宁：速来。”就这几个字。'],
  ])('is not touched where it is not sure, in Chinese: %j', (reply) => {
    expect(clean(lin, reply)).toBe(reply);
  });

  it('loses copied parts of the prompt, closed or not', () => {
    expect(clean(anna, '<tail>\nIt is now 21:04.\n</tail>\nCome in.')).toBe('Come in.');
    expect(clean(anna, '<tail>\nCome in.')).toBe('Come in.');
    expect(clean(anna, 'Come in. </tail>')).toBe('Come in.');
    expect(clean(anna, 'Come in.\n</tail>\n')).toBe('Come in.');
  });

  it('keeps the forms of the greeting', () => {
    const named = { ...anna, greetings: ['Anna Weir: "You found it."'] };
    expect(clean(named, 'Anna Weir: "Come in."')).toBe('Anna Weir: "Come in."');
    expect(clean(named, 'Anna Weir: "Come in."\nTom: "Thanks."')).toBe('Anna Weir: "Come in."');
    const script = { ...anna, greetings: ['Bo: "Who is it?"\nWren: "The new one."'] };
    expect(clean(script, 'Bo: "Tom!"\nTom: "What?"')).toBe('Bo: "Tom!"\nTom: "What?"');
    const dated = { ...anna, greetings: ['[2031-02-03 Mon]\nDay one on the ice.'] };
    expect(clean(dated, '[2031-02-04 Tue]\nDay two.')).toBe('[2031-02-04 Tue]\nDay two.');
  });

  it('takes the names of a sample dialogue as the marks of the sample', () => {
    const sample = '<START>\n{{user}}: Is it far?\n{{char}}: *laughs* For you, yes.';
    expect(clean({ ...anna, examples: [sample] }, 'Anna Weir: *laughs* No.')).toBe('*laughs* No.');
    const own = 'Anna Weir: *laughs* For you, yes.';
    expect(clean({ ...anna, examples: [own] }, own)).toBe(own);
  });

  it('that goes on with another loses a name, and ends at another member', () => {
    expect(clean(anna, 'Anna Weir: and so I wrote.', true)).toBe('and so I wrote.');
    expect(clean(anna, 'Anna Weir: So I wrote.', true)).toBe('So I wrote.');
    expect(clean(anna, '\n\nAnna Weir: So I wrote.', true)).toBe('\n\nSo I wrote.');
    expect(clean(anna, '\nTom: "To whom?"', true)).toBe('');
  });

  it.each([
    ['You again. (Anna Weir, #111)', 'You again.'],
    ['- You again. (Anna Weir, #111)', 'You again.'],
    ['- "You again." (Anna Weir, #111)', 'You again.'],
    ['“You again.” (Anna Weir, #111)', 'You again.'],
    ['“You again.”\n(Anna, #111)\n', 'You again.'],
    ['- You again.\n  Sit. (Anna Weir, #111)', 'You again.\nSit.'],
    ['You again. (Anna Weir, #111)\n\nSit down. (Anna Weir, #112)', 'You again.\n\nSit down.'],
    ['- I knocked. (Tom, #5)\n- I heard. (Anna Weir, #6)', 'I knocked.\nI heard.'],
    ['(#15) You again. (#15)', 'You again.'],
    ['(#12–#15) You again.', 'You again.'],
    ['**(#15)** You again. **(#15)**', 'You again.'],
    ['#15\nYou again. #15', 'You again.'],
    ['You again. **#12–#15**', 'You again.'],
    ['You again. (#15)\n', 'You again.'],
    ['You again.\n\n(#12, #15)', 'You again.'],
    ['You again. (#15)\n\nTom: “Me.”', 'You again.'],
    ['### Anna Weir\n\nYou again.', 'You again.'],
    ['## **Anna**\nAnna: You again.', 'You again.'],
    ["Anna Weir's next message:\n\nYou again.", 'You again.'],
    ["**Anna Weir's next message:** You again.", 'You again.'],
    ['Real time: 2026-11-28 Sat 20:05.\nYou again.', 'You again.'],
    ['You again.\n[Real time: 2026-11-28 Sat 20:05]\nSit.', 'You again.\nSit.'],
    ['Real time: 2026-11-28 Sat 20:05.\nThe message before was three weeks ago.\nYou again.', 'You again.'],
  ])('loses what it copies of a reminder, or of a request: %j', (reply, cleaned) => {
    expect(clean(anna, reply)).toBe(cleaned);
  });

  it.each([
    ['又是你。（林渡，#89）', '又是你。'],
    ['- “又是你。”（林渡，#89）', '又是你。'],
    ['“又是你。”（林渡，#89）', '又是你。'],
    ['（#15）又是你。（#15）', '又是你。'],
    ['又是你。（#12–#15）', '又是你。'],
    ['又是你。 **（#15）**', '又是你。'],
    ['又是你。\n#15', '又是你。'],
    ['## 林渡\n又是你。', '又是你。'],
    ['林渡的下一条消息：\n又是你。', '又是你。'],
    ['林渡的下一条消息：又是你。', '又是你。'],
    ['现实时间：2026-11-28 周六 20:05。\n上一条消息是三周前的。\n又是你。', '又是你。'],
    ['又是你。\n\n用户：我来还伞。', '又是你。'],
  ])('loses it in Chinese, too: %j', (reply, cleaned) => {
    expect(clean(lin, reply)).toBe(cleaned);
  });

  it('loses what the tail says, in both languages', () => {
    for (const [facts, language, text] of [
      [anna, 'en', 'You again.'],
      [lin, 'zh', '又是你。'],
    ] as const) {
      const tail = renderTail({
        name: facts.name,
        user: facts.others[0]!,
        language,
        now: new Date('2026-11-28T20:05:00Z'),
        lastAt: new Date('2026-11-01T20:05:00Z'),
        timeZone: 'UTC',
        task: { kind: 'reply' },
        afterHistory: '',
      });
      const said = tail.split('\n').slice(1, -1).join('\n');
      expect(clean(facts, `${said}\n${text}`)).toBe(text);
    }
  });

  it('loses what it copies of an owner’s own request, but no line that it may say itself', () => {
    const facts = { ...anna, asked: 'Now write what {{char}} says next.\nCome in.' };
    expect(clean(facts, `Now write what ${anna.name} says next.\nYou again.`)).toBe('You again.');
    expect(clean(facts, 'Come in.\nYou again.')).toBe('Come in.\nYou again.');
  });

  it.each([
    'Come in.\n\nTOM: I come in.',
    'Come in.\n\ntom: I come in.',
    'Come in.\nTOM: "I come in."',
    'Come in.\n\n**OLD PIKE:** Mind the dog.',
    'Come in.\n\nUser: I come in.',
    'Come in.\n\nHuman: *comes in*',
    'Come in.\n\nAssistant: You are welcome here, always.',
    'Come in.\n\n**User:**',
    'Come in.\n\nUser:\nI come in.',
  ])('ends at a name in other letters, or at a role: %j', (reply) => {
    expect(clean(anna, reply)).toBe('Come in.');
  });

  it.each([
    'It stands in the roster:\n- Keeper (Tom, #3)\n- Cook (Old Pike, #8)',
    'The roster hangs here.\n- Keeper (Tom, #3)\n- Cook (Old Pike, #8)',
    'I drew two names (Tom, #3) and lost the third.',
    'The keeper is on the list (Tom, third).',
    '- Rope\n- Candles\n\nThat is all. (She shrugs.)',
    '"Come in." (She shrugs.)',
    '"Come in," *she says,* "and wipe your feet."',
    '(#15) is the one that sticks.',
    '#15 Baker Street is the house.',
    '#15 is the one that sticks.',
    'Your key is the small one, #15',
    'Take *#15* and go.',
    '**#1** baker in town, that is me.',
    'Your key is the small one (#15)',
    'Take the third door (#15), then knock.\nTwice.',
    'The doors are marked. (#15)\n\nYours is the last.',
    '### Anna Weir\nAge: 34\nHome: the mill',
    '### Anna Weir\n- Keeps bees\n- Hates visitors',
    "Anna's next message was short.",
    'Anna Weir\'s next message: "Bring bread."',
    'Real time: that is what a clock keeps.',
    'The message before was three weeks ago.',
    'Take a seat.\ntom: once a name, now a kettle.',
    'TOM stands on the crate, in capitals.',
    'The screen wakes.\n\nUser: Access granted.',
    'A form lies there.\n\nUser: Dana Reyes\nClearance: 4',
    'Human: what a word for it.',
    'A form lies there.\n\nUser:\nClearance: 4',
    'Come in.\nUser: I come in.',
  ])('is not touched by that where it is not sure: %j', (reply) => {
    expect(clean(anna, reply)).toBe(reply);
  });

  it('keeps numbers, quotation marks, headings and roles of the card', () => {
    const numbers = { ...anna, greetings: ['Lot (#4) is yours.'] };
    expect(clean(numbers, '(#5) Sold. (#5)')).toBe('(#5) Sold. (#5)');
    const quotes = { ...anna, greetings: ['“You found it,” she says.'] };
    expect(clean(quotes, '- “You again.” (Anna Weir, #111)')).toBe('“You again.”');
    const headings = { ...anna, greetings: ['## Anna Weir\nYou found it.'] };
    expect(clean(headings, '## Anna Weir\nYou again.')).toBe('## Anna Weir\nYou again.');
    const elf = { ...anna, about: ['She calls everybody Human.'] };
    expect(clean(elf, 'Halt.\n\nHuman: I halt.')).toBe('Halt.\n\nHuman: I halt.');
    const macro = { ...anna, about: ['{{char}} likes {{user}}.'] };
    expect(clean(macro, 'Halt.\n\nUser: I halt.')).toBe('Halt.');
  });

  it('says that it is over where it ends before its end', () => {
    const cleaner = new ReplyCleaner(replyForms(anna));
    expect(cleaner.push('Come in.\nTo')).toBe('Come in.');
    expect(cleaner.over).toBe(false);
    // Until his line ends, she may be telling of a talk.
    expect([cleaner.push('m: I come in.\nT'), cleaner.over]).toEqual(['', false]);
    expect([cleaner.push('he rain.\n'), cleaner.over, cleaner.push('It'), cleaner.end()]).toEqual([
      '',
      true,
      '',
      '',
    ]);
  });

  it('is held back only while its line may still begin with what is cut', () => {
    const cleaner = new ReplyCleaner(replyForms(anna));
    expect(cleaner.push('A')).toBe('');
    expect(cleaner.push('s you like')).toBe('As you like');
    expect(cleaner.push('.\n\nT')).toBe('.');
    expect(cleaner.push('here')).toBe('\n\nThere');
  });
});

const pieces = fc.constantFrom(
  ...[
    'Anna',
    ' Weir',
    'Anna Weir: ',
    'Tom',
    ': ',
    '：',
    '\n',
    '\n\n',
    ' ',
    '*',
    '**',
    '"',
    '[',
    ']',
    '【',
    '】',
    '#12 ',
  ],
  ...[
    '[2026-11-23 Mon]',
    ' · two days later',
    '<tail>',
    '</tail>',
    '<source>',
    '<',
    '```',
    'what',
    'What',
    '林渡',
    '阿宁',
  ],
  ...[
    '(#15)',
    ' (Anna, #3)',
    '（林渡，#3）',
    '- ',
    '“',
    '”',
    '### Anna\n',
    'User: ',
    "Anna Weir's next message:",
    '  ',
  ],
  ...['Real time: 2026-11-28 Sat 20:05.', 'TOM: ', '\n  ', '('],
  ...['<|im_end|>', '[21:05] ', '### Tom\n', '### Response:', '</s>', '阿宁：在\n', '两个字'],
  ...['a note', 'Time: 8pm', '说', '。', '.', '　', '\r\n', '🙂', '\t'],
);
const text = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));
const card = fc.constantFrom(anna, lin, { ...anna, greetings: ['Anna Weir: "You."', 'Tom: "Me."'] });

describe('any text', () => {
  it('keeps a number within a word, wherever it is cut', () => {
    const reply = 'Anna*.#12 ';
    for (let at = 1; at < reply.length; at++) {
      const cleaner = new ReplyCleaner(replyForms(anna));
      const out = cleaner.push(reply.slice(0, at)) + cleaner.push(reply.slice(at)) + cleaner.end();
      expect(out).toBe(reply);
    }
  });

  it('comes out the same however it was cut into pieces, and little of it is held back', () => {
    fc.assert(
      fc.property(
        text,
        card,
        fc.array(fc.nat(6), { maxLength: 60 }),
        fc.boolean(),
        (reply, facts, cuts, base) => {
          const cleaner = new ReplyCleaner(replyForms(facts), base);
          let [at, out] = [0, ''];
          for (const size of cuts) {
            out += cleaner.push(reply.slice(at, at + size));
            at += size;
            expect(cleaner.held).toBeLessThanOrEqual(MOST_HELD);
          }
          out += cleaner.push(reply.slice(at)) + cleaner.end();
          expect(out).toBe(clean(facts, reply, base));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('is never held back beyond its bound, whatever comes', () => {
    for (const unit of ['\n', ' ', '<tail>x', '[', '*', '#1', 'Anna Weir']) {
      const cleaner = new ReplyCleaner(replyForms(anna));
      for (let n = 0; n < 8000; n++) {
        cleaner.push(unit);
        if (cleaner.held > MOST_HELD)
          throw new Error(`${cleaner.held} units held of ${JSON.stringify(unit)}`);
      }
    }
  });
});

const words = fc.constantFrom(
  'rain',
  'the',
  'door',
  'he says',
  '雨',
  '门开了',
  'eight: o’clock',
  '“走吧。”',
  '*nods*',
  '(softly)',
  '- rope',
  '“rain”',
  '(#3) of the doors',
  '（雨停了）',
);
const prose = fc
  .array(
    fc.array(words, { minLength: 1, maxLength: 8 }).map((line) => line.join(' ')),
    { maxLength: 8 },
  )
  .chain((lines) => fc.constantFrom('\n', '\n\n', '\r\n').map((between) => lines.join(between)));

describe('a reply that is fine', () => {
  it('is never changed', () => {
    fc.assert(
      fc.property(prose, card, fc.boolean(), (reply, facts, base) => {
        expect(clean(facts, reply, base)).toBe(reply);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['en', 'zh'])('is not changed, of the corpus in %s; the others are mended', (language) => {
    const file = new URL(`../../../bench/replies/${language}.json`, import.meta.url);
    const { cards, replies } = JSON.parse(readFileSync(file, 'utf8')) as {
      cards: Record<string, ReplyFacts>;
      replies: { card: string; raw: string; clean?: string }[];
    };
    const wrong = replies.filter((one) => clean(cards[one.card]!, one.raw) !== (one.clean ?? one.raw));
    expect(wrong).toEqual([]);
  });
});
