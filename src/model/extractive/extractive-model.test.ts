import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { atOnce } from '../../text/search/slices.js';
import type { ReplyEvent } from '../model.js';
import { answerTo, ExtractiveModel } from './extractive-model.js';

type Message = { role: 'system' | 'user' | 'assistant'; content: string };

const MARTHA = `You are Martha Quill.

## Who Martha Quill is
- She keeps the lighthouse on Gannet Rock and has done so for thirty years.
- Born in Port Ellery, the daughter of a cooper.

## People in Martha Quill's life
- Her brother Tobias sails the packet boat *Heron*.

## What Martha Quill does not know
- She has never learned who set fire to the old chapel.`;

const LIN = `你是林晚。

## 林晚其人
- 林晚在梧桐巷开一家旧书店，店名叫“半页”。
- 她小时候跟着外婆在绍兴长大。

## 身边的人
- 她的猫叫墨点，是一只黑猫。`;

const FRAME_EN = '# How to play\n- Never write what Sam says. Stop where Sam would speak or act.';
const FRAME_ZH = '# 扮演须知\n- 绝不替阿光说话、行动。';

const TAIL_EN = "<tail>\nIt is now 2026-11-30 Mon 21:04.\nWrite Martha Quill's next message.\n</tail>";
const TAIL_ZH = '<tail>\n现在是 2026-11-30 周一 21:04。\n写林晚的下一条消息。\n</tail>';

/** The conversation as it is sent: the user first, then by turns. */
function told(system: string, ...said: string[]): Message[] {
  const [frame, tail] = system.startsWith('你是') ? [FRAME_ZH, TAIL_ZH] : [FRAME_EN, TAIL_EN];
  return [
    { role: 'system', content: `${system}\n\n${frame}` },
    ...said.map((content, i): Message => ({
      role: i % 2 === 0 ? 'user' : 'assistant',
      content: i === said.length - 1 ? `${content}\n\n${tail}` : content,
    })),
  ];
}

function answer(messages: Message[]): { text: string; notice: string | null } {
  const bytes = Buffer.from(JSON.stringify(messages));
  const half = bytes.length >> 1;
  return atOnce(answerTo([bytes.subarray(0, half), bytes.subarray(half)]));
}

const said = (messages: Message[]) => answer(messages).text;

describe('the understudy finds', () => {
  it('a line of the sheet', () => {
    expect(said(told(MARTHA, 'Where were you born?'))).toBe(
      '*ponders* “Born in Port Ellery, the daughter of a cooper.”',
    );
    expect(said(told(MARTHA, 'Tell me about your brother Tobias.'))).toBe(
      '*ponders* “Her brother Tobias sails the packet boat *Heron*.”',
    );
  });

  it('一行设定', () => {
    expect(said(told(LIN, '你的猫叫什么名字？'))).toBe('*想了想* “她的猫叫墨点，是一只黑猫。”');
    expect(said(told(LIN, '你的书店开在哪条巷子？'))).toBe(
      '*想了想* “林晚在梧桐巷开一家旧书店，店名叫‘半页’。”',
    );
  });

  it('what the user once said, with its day', () => {
    const messages = told(
      MARTHA,
      '[2026-11-23 Mon]\nMy locker at the harbour is number 4471.',
      'The sea was high that night.',
      'I had soup for dinner.',
      'Soup is good.',
      '[2026-11-30 Mon]\nWhich number has my locker at the harbour?',
    );
    expect(said(messages)).toBe(
      '*thinks back* On 2026-11-23 you told me: “My locker at the harbour is number 4471.”',
    );
    messages[1]!.content = 'My locker at the harbour is number 4471.';
    expect(said(messages)).toBe('*thinks back* You told me: “My locker at the harbour is number 4471.”');
  });

  it('用户说过的话，连同日期', () => {
    const messages = told(
      LIN,
      '[2026-11-23 Mon]\n我妹妹下个月要去哈尔滨看冰灯。',
      '那里很冷，叫她多穿一点。',
      '今天我吃了一碗面。',
      '吃饱就好。',
      '[2026-11-30 Mon]\n我妹妹要去哪里看冰灯？',
    );
    expect(said(messages)).toBe('*回想了一下* 2026-11-23，你告诉过我：“我妹妹下个月要去哈尔滨看冰灯。”');
  });

  it('what it said itself, as another model or in its greeting', () => {
    const messages = told(
      MARTHA,
      'Hello there.',
      'The lamp burns with whale oil, and I trim its wick at midnight.',
      'What does the lamp burn with?',
    );
    expect(said(messages)).toBe(
      '*thinks back* I said: “The lamp burns with whale oil, and I trim its wick at midnight.”',
    );
  });

  it('what was recalled, said by either, with its day', () => {
    const messages = told(MARTHA, 'Hello.', 'Good evening.', 'Where did I leave my grandmother’s violin?');
    const recall = (...lines: string[]) => {
      messages[3]!.content = `Where did I leave my grandmother’s violin?\n\n${TAIL_EN.replace(
        '<tail>\n',
        `<tail>\n<recalled>\n${['Said before, word for word:', ...lines].join('\n')}\n</recalled>\n`,
      )}`;
      return said(messages);
    };
    const user = [
      '[2025-03-04 Tue]',
      '- It rained.',
      '  I left my grandmother’s violin in Leeds. (Sam, #123)',
    ];
    expect(recall(...user)).toBe(
      '*thinks back* On 2025-03-04 you told me: “I left my grandmother’s violin in Leeds.”',
    );
    expect(recall(...user, '[2025-03-05 Wed · a day later]', '- It is dry again. (Sam, #130)')).toContain(
      'On 2025-03-04 you told me',
    );
    expect(
      recall('[2025-03-04 Tue]', '- You left the violin of your grandmother here. (Martha Quill, #124)'),
    ).toBe('*thinks back* On 2025-03-04 I said: “You left the violin of your grandmother here.”');
    expect(
      recall('- <tail> (Sam, #5)', '', '- My grandmother’s violin is at the <tail> end. (Sam, #6)'),
    ).toContain('at the <tail> end');
    const apart = ['[2025-03-04 Tue]', '- It rained. (Sam, #1)', '…', '- The violin is in Leeds. (Sam, #9)'];
    expect(recall(...apart)).toBe('*thinks back* On 2025-03-04 you told me: “The violin is in Leeds.”');
    expect(recall()).toContain('I find nothing');
  });

  it('想起来的话', () => {
    const messages = told(LIN, '我把外婆的旧怀表放在哪里了？');
    messages[1]!.content = messages[1]!.content.replace(
      '<tail>\n',
      '<tail>\n<recalled>\n以前说过的话：\n[2025-03-04 周二]\n- 旧怀表我放在阁楼的箱子里了。（阿光，#9）\n- 好。（林晚，#10）\n</recalled>\n',
    );
    expect(said(messages)).toBe('*回想了一下* 2025-03-04，你告诉过我：“旧怀表我放在阁楼的箱子里了。”');
  });

  it('what the chronicle holds of folded messages', () => {
    const entries = [
      '<chronicle>\nThe story before the messages below, in short.',
      '## 2025-01-02 Thu – 2025-03-04 Tue (#1–#40)\n2025-01-02 Thu:\n- My sister Ada moved to Oslo. (Sam, #7)\n2025-03-04 Tue:\n- The foghorn broke at dawn. (Martha Quill, #31)',
      '## 2025-04-01 Tue (#41–#60)\nWhat became known:\n- Sam is allergic to walnuts (#44).\n</chronicle>',
    ];
    const folded = [MARTHA, ...entries].join('\n\n');
    expect(said(told(folded, 'Where did my sister Ada move?'))).toBe(
      '*thinks back* On 2025-01-02 you told me: “My sister Ada moved to Oslo.”',
    );
    expect(said(told(folded, 'When did the foghorn break?'))).toBe(
      '*thinks back* On 2025-03-04 I said: “The foghorn broke at dawn.”',
    );
    expect(said(told(folded, 'Am I allergic to walnuts?'))).toBe(
      '*ponders* “Sam is allergic to walnuts (#44).”',
    );
    expect(said(told(folded, 'What was the story before the messages below?'))).toContain('I find nothing');
  });

  it('an entry of the lorebook that stands in the tail', () => {
    const messages = told(MARTHA, 'Who built the Moorgate bridge?');
    messages[1]!.content = messages[1]!.content.replace(
      '<tail>\n',
      '<tail>\n<lorebook>\nThis belongs here, too:\nThe Moorgate bridge was built by monks.\n</lorebook>\n',
    );
    expect(said(messages)).toBe('*ponders* “The Moorgate bridge was built by monks.”');
  });

  it('a passage of the source that was recalled, in whole sentences and one pair of marks', () => {
    const messages = told(MARTHA, 'Who mended the bell of Saint Orla?');
    messages[1]!.content = messages[1]!.content.replace(
      '<tail>\n',
      `<tail>\n${[
        '<source>',
        'From the text that you come from, word for word:',
        '[The bell]',
        `${'The tide came in. '.repeat(20)}… “I had it of Mr. Crane,” she said. “Mr. Crane mended the bell of Saint Orla with his own hands.” ${'Nobody answered. '.repeat(20)}`,
        '[Who mended the bell]',
        '… Rain fell.',
        '</source>',
      ].join('\n')}\n`,
    );
    const answered = said(messages);
    expect(answered).toMatch(
      /^\*ponders\* “‘I had it of Mr\. Crane,’ she said\. ‘Mr\. Crane mended the bell of Saint Orla with his own hands\.’/,
    );
    expect(answered).toMatch(/[.’]”$/);
    expect(answered).not.toMatch(/…|Who mended|tide/);
  });

  it('想起的原文段落，成句，一对引号', () => {
    const messages = told(LIN, '是谁修好了石桥下的水车？');
    messages[1]!.content = messages[1]!.content.replace(
      '<tail>\n',
      `<tail>\n<source>\n你出自的原文中的段落：\n[第三章 水车]\n${'雨下了一夜，没有停。'.repeat(35)}… 林晚说：“石桥下的水车是哑叔修好的，谁也没有帮他。”${'院子里静悄悄的，没有人。'.repeat(30)}\n</source>\n`,
    );
    expect(said(messages)).toMatch(
      /^\*想了想\* “林晚说：‘石桥下的水车是哑叔修好的，谁也没有帮他。’(?:院子里静悄悄的，没有人。)*”$/,
    );
  });

  it('a paragraph of the source that stands in the system prompt, its wrapped lines joined', () => {
    const wrapped = Array.from(
      { length: 12 },
      (_, n) =>
        `On the ${n + 1}th day of the gale the packet boat lay off the rock\nwith her foremast gone, and nobody aboard her had seen bread\nfor as many days as there were fingers on the hand.`,
    );
    wrapped[6] =
      'It was old Crane who rowed out to her, alone and against the\ntide, with a sack of walnuts that he had meant for his own\ndaughter.';
    const system = [
      MARTHA,
      `<source>\nWord for word. It is material.`,
      `## The gale\n${wrapped.join('\n\n')}\n</source>`,
    ].join('\n\n');
    expect(said(told(system, 'What did old Crane carry in his sack?'))).toBe(
      '*ponders* “It was old Crane who rowed out to her, alone and against the tide, with a sack of walnuts that he had meant for his own daughter.”',
    );
    expect(said(told(system, 'Is it material, word for word?'))).toContain('I find nothing');
  });

  it('the day where its label tells of a gap', () => {
    const messages = told(
      LIN,
      '[2026-11-02 Mon · 三周后]\n我的储物柜号码是4471。',
      '记住了。',
      '我的储物柜号码是多少？',
    );
    expect(said(messages)).toContain('2026-11-02，你告诉过我');
  });

  it('a line with quotation marks of its own, without doubling them', () => {
    const messages = told(MARTHA, '“The password is *heron*, remember.”', 'Yes.', 'What is the password?');
    expect(said(messages)).toBe('*thinks back* You told me: “The password is *heron*, remember.”');
    messages[1]!.content = '“The password,” he said, “is heron.”';
    expect(said(messages)).toBe('*thinks back* You told me: “‘The password,’ he said, ‘is heron.’”');
  });

  it('the latest of two that fit as well', () => {
    const messages = told(
      MARTHA,
      'My favourite colour is green.',
      'Ah.',
      'My favourite colour is amber.',
      'Ah.',
      'What is my favourite colour?',
    );
    expect(said(messages)).toContain('“My favourite colour is amber.”');
  });

  it('never the question itself, nor another question', () => {
    const messages = told(
      MARTHA,
      'My aunt Petronella lives in Dunmore.',
      'I see.',
      'Where does my aunt Petronella live?',
      'You asked well.',
      'where does my aunt Petronella live',
      'Hm.',
      'Where does my aunt Petronella live?',
    );
    expect(said(messages)).toContain('“My aunt Petronella lives in Dunmore.”');
    expect(said(told(MARTHA, 'Does Wilhelmina like figs?'))).toContain('I find nothing about that');
  });

  it('另一种说法里的同一件事', () => {
    const messages = told(
      LIN,
      '我养了一只乌龟，名叫慢慢。',
      '真可爱。',
      '今天下雨了。',
      '带伞。',
      '你还记得我的乌龟叫什么吗？',
    );
    expect(said(messages)).toBe('*回想了一下* 你告诉过我：“我养了一只乌龟，名叫慢慢。”');
    messages[5]!.content = `我家那只龟取的名字是什么？\n\n${TAIL_ZH}`;
    expect(said(messages)).toContain('名叫慢慢');
  });

  it('nothing in the tail, in labels, headings or the rules', () => {
    for (const question of ['What does 21:04 mean?', 'How to play?', 'Where do you stop?'])
      expect(said(told(MARTHA, question))).toBe(
        '*shakes head* I find nothing about that in what I was given.',
      );
    expect(said(told(LIN, '量子纠缠？'))).toBe('*摇了摇头* 在我收到的文字里，没有找到相关的内容。');
  });

  it('the question among joined messages', () => {
    const joined =
      'I keep bees behind the mill.\n\n[2026-11-29 Sun]\nThe queen is called Ottoline.\n\n[2026-11-30 Mon]\nWhat is the queen called?\n\nThanks.';
    expect(said(told(MARTHA, joined))).toBe(
      '*thinks back* On 2026-11-29 you told me: “The queen is called Ottoline.”',
    );
  });

  it('one sentence or a few of a long text', () => {
    const novel = Array.from({ length: 40 }, (_, i) => `On day ${i} the wind turned and the gulls came in.`);
    novel.splice(20, 0, 'The smuggler hid seven barrels under the chapel floor.');
    const reply = said(told(`${MARTHA}\n\n## A source\n${novel.join(' ')}`, 'Where are the seven barrels?'));
    expect(reply).toContain('The smuggler hid seven barrels under the chapel floor.');
    expect(reply.length).toBeLessThan(400);
  });
});

describe('the understudy says what it is', () => {
  it('with its first reply, in the language of the user', () => {
    expect(answer(told(MARTHA, 'Where were you born?')).notice).toMatch(
      /built-in understudy for Martha Quill, not a language model.*OPENAI_BASE_URL and MODEL/,
    );
    expect(answer(told(LIN, '你的猫叫什么？')).notice).toMatch(
      /内置的替身，代林晚说话；它不是语言模型.*OPENAI_BASE_URL 和 MODEL/,
    );
  });

  it('once, and never quotes that or itself', () => {
    const messages = told(MARTHA, 'Where were you born?');
    for (const question of [
      'Are you a language model?',
      '你是语言模型吗？',
      'Who ponders what I told you?',
    ]) {
      const reply = said(messages);
      messages.at(-1)!.content = messages.at(-1)!.content.replace(`\n\n${TAIL_EN}`, '');
      messages.push(
        { role: 'assistant', content: reply },
        { role: 'user', content: `${question}\n\n${TAIL_EN}` },
      );
      const next = answer(messages);
      expect(next.notice).toBeNull();
      expect(next.text).toMatch(/I find nothing|没有找到/);
    }
  });

  it('in its card', async () => {
    expect(await new ExtractiveModel().card()).toMatchObject({
      provider: 'understudy',
      isLanguageModel: false,
      window: 1_000_000,
      windowFrom: 'default',
    });
    expect(await new ExtractiveModel(9000).card()).toMatchObject({ window: 9000, windowFrom: 'configured' });
    await expect(
      new ExtractiveModel().fill({ instructions: '', material: '', schema: z.object({}), name: 'sheet' }),
    ).rejects.toThrow('sheet');
  });
});

describe('the understudy', () => {
  it('streams, and stops when it is told to', async () => {
    const messages = told(MARTHA, 'Where were you born?');
    const prompt = {
      messages: [Buffer.from(JSON.stringify(messages))],
      maxTokens: 100,
      cacheKey: 'k',
    };
    const events: ReplyEvent[] = [];
    for await (const event of new ExtractiveModel().reply(prompt, new AbortController().signal))
      events.push(event);
    expect(events.length).toBeGreaterThan(10);
    expect(events.pop()).toEqual({
      type: 'end',
      finish: 'stop',
      usage: { promptTokens: null, cachedTokens: null, completionTokens: null },
    });
    const { text, notice } = answer(messages);
    expect(events.pop()).toEqual({ type: 'thinking', text: notice });
    expect(events.map((event) => (event.type === 'delta' ? event.text : '?')).join('')).toBe(text);

    const controller = new AbortController();
    let deltas = 0;
    const stopped = (async () => {
      for await (const _ of new ExtractiveModel().reply(prompt, controller.signal))
        if (++deltas === 3) controller.abort();
    })();
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    expect(deltas).toBe(3);
  });

  it('answers also where there is little to answer', () => {
    const none: Message[][] = [
      [{ role: 'user', content: 'Hi' }],
      [{ role: 'system', content: MARTHA }],
      [
        { role: 'system', content: '' },
        { role: 'user', content: TAIL_EN },
      ],
      [...told(MARTHA, 'Where were you born?', 'In a').slice(0, -1), { role: 'user', content: TAIL_EN }],
      [],
    ];
    for (const messages of none) expect(said(messages)).toContain('I find nothing');
  });

  it('rests at every line of a long story, which may look like the end of a message', () => {
    const story = Array.from(
      { length: 301 },
      (_, n) => `${n}"},{"role":"user","content":"\nThe tide came in.`,
    );
    const messages = told(
      MARTHA,
      ...story,
      'My aunt Petronella lives in Dunmore.',
      'Where does my aunt live?',
    );
    const work = answerTo([Buffer.from(JSON.stringify(messages))]);
    let rests = 0;
    let step = work.next();
    for (; !step.done; step = work.next()) rests++;
    expect(rests).toBeGreaterThan(3 * 301);
    expect(step.value).toMatchObject({ text: expect.stringContaining('lives in Dunmore') });
  });

  it('never says as a quotation what was not sent', () => {
    const word = fc.constantFrom(
      ...'the lighthouse brother my cat is called? amber. “quoted” 我 的 猫 叫 墨点 。 ？ * # - [2026-11-23 Mon] </tail>'.split(
        ' ',
      ),
      '\n',
      '\n\n',
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 40 }).map((words) => words.join(' ')),
      fc.string({ unit: 'grapheme', maxLength: 400 }),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(MARTHA, LIN),
        fc.array(text, { minLength: 1, maxLength: 5 }),
        (sheet, texts) => {
          const messages = told(sheet, ...(texts.length % 2 ? texts : texts.slice(1)));
          const sent = messages.map(({ content }) => content);
          const reply = said(messages);
          if (/^\*(?:shakes head|摇了摇头)\*/.test(reply)) return;
          const quote = /^\*(?:ponders|thinks back|想了想|回想了一下)\*[^“]*“(.+)”$/s.exec(reply)?.[1];
          expect(quote).toBeTruthy();
          // Quotation marks within a quotation become single ones.
          const single = (content: string) => content.replaceAll('“', '‘').replaceAll('”', '’');
          expect(sent.some((content) => single(content).includes(single(quote!)))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
