import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readChatLog as readLog } from './chat-log.js';
import { CHAT_LOG, dialogueCast } from './dialogue-format.js';
import { divide } from '../structure/sections.js';

const readChatLog = (text: string) => readLog(text)?.text ?? null;
const cast = (text: string) => {
  const { people, quotations } = dialogueCast(text, divide(text).passages, CHAT_LOG);
  return {
    people: people.map(({ name, quotes }) => `${name} ${quotes}`),
    said: quotations.map(({ speaker, text: words }) => `${speaker}> ${words}`),
  };
};

const KEPT = 'Ada: Is the boat in?\n\nBen: No.\n\nAda: Then we wait.\n\nBen: For the tide: always.';

describe('readChatLog', () => {
  it('keeps what stands before the first message and between two, as nobody’s words', () => {
    const en = 'The Boat\nTime: a winter evening\n\nThey wait on the quay.\n\n' + KEPT.replace('\n\nBen: For', '\n-------\nAn hour passes: it is dark.\n-------\nBen: Yes.\nAda: Good.\nBen: For'); // prettier-ignore
    const kept = readChatLog(en)!;
    expect(kept).toBe(
      '※ The Boat\n※ Time: a winter evening\n※ They wait on the quay.\n\nAda: Is the boat in?\n\nBen: No.\n\n' +
        'Ada: Then we wait.\n\n※ An hour passes: it is dark.\n\nBen: Yes.\n\nAda: Good.\n\nBen: For the tide: always.',
    );
    expect(cast(kept)).toEqual({
      people: ['Ada 3', 'Ben 3'],
      said: ['Ada> Is the boat in?', 'Ben> No.', 'Ada> Then we wait.', 'Ben> Yes.', 'Ada> Good.', 'Ben> For the tide: always.'], // prettier-ignore
    });
    const zh = '《渡口夜话》\n时间：冬夜\n\n阿岚：船来了吗？\n老渡：没有。\n阿岚：那就等。\n老渡：等潮水。';
    expect(readChatLog(zh)).toMatch(/^※ 《渡口夜话》\n※ 时间：冬夜\n\n阿岚：船/);
    expect(cast(readChatLog(zh)!).people).toEqual(['阿岚 2', '老渡 2']);
  });

  it.each<[string, string]>([
    ['names and words', 'Ada: Is the boat in?\nBen: No.\nAda: Then we wait.\nBen: For the tide: always.'],
    [
      'times in brackets',
      '[10:11] Ada: Is the boat in?\n[10:12] Ben: No.\n[10:12:40] Ada: Then we wait.\n[10:15] Ben: For the tide: always.',
    ],
    [
      'dates and times',
      '1/2/24, 10:11 PM - Messages are encrypted\n1/2/24, 10:11 PM - Ada: Is the boat in?\n1/2/24, 10:12 PM - Ben: No.\n1/3/24, 9:12 AM - Ada: Then we wait.\n1/3/24, 9:15 AM - Ben: For the tide: always.',
    ],
    [
      'names in angles',
      '[10:11] <Ada> Is the boat in?\n[10:12] <Ben> No.\n[10:12] <Ada> Then we wait.\n[10:15] <Ben> For the tide: always.',
    ],
    [
      'names and times on lines of their own',
      'Ada 2024-01-02 10:11:12\nIs the boat in?\n\nBen 2024-01-02 10:11:13\nNo.\n\nAda 2024-01-02 10:12:12\nThen we wait.\n\nBen 2024-01-02 10:15:12\nFor the tide: always.',
    ],
    [
      'times first',
      '2024-01-02 10:11:12 Ada(10001)\nIs the boat in?\n\n2024-01-02 10:11:13 Ben(10002)\nNo.\n\n2024-01-02 10:12:12 Ada(10001)\nThen we wait.\n\n2024-01-02 10:15:12 Ben(10002)\nFor the tide: always.',
    ],
    [
      'JSON lines of a frontend',
      [
        { user_name: 'Ada', character_name: 'Ben', chat_metadata: {} },
        { name: 'Ada', is_user: true, mes: 'Is the boat in?' },
        { name: 'Ben', is_user: false, mes: 'No.' },
        { name: 'Note', is_system: true, mes: 'Hidden.' },
        { name: 'Ada', is_user: true, mes: 'Then we wait.' },
        { name: 'Ben', mes: 'For the tide: always.', swipes: ['x'] },
      ]
        .map((row) => JSON.stringify(row))
        .join('\n'),
    ],
    [
      'one JSON value of messages, by role, name and author',
      JSON.stringify({
        messages: [
          { role: 'system', content: 'You are Ben.' },
          { role: 'user', name: 'Ada', content: 'Is the boat in?' },
          { speaker: 'Ben', text: 'No.' },
          {
            author: { name: 'Ada' },
            content: [
              { type: 'text', text: 'Then we ' },
              { type: 'text', text: 'wait.' },
            ],
          },
          { from: 'Ben', message: 'For the tide: always.' },
        ],
      }),
    ],
  ])('reads %s', (_, log) => {
    expect(readChatLog(log)).toBe(KEPT);
  });

  it('reads Chinese logs, and messages of several lines', () => {
    const log =
      '小满 2024年1月2日 10:11:12\n你来了？\n我等了很久。\n\n阿福 2024年1月2日 10:11:13\n路上：堵。\n\n小满 2024年1月2日 10:12:12\n进来吧。\n阿福 2024年1月2日 10:13:00\n好。';
    const text = readChatLog(log)!;
    expect(text).toBe('小满：你来了？\n我等了很久。\n\n阿福：路上：堵。\n\n小满：进来吧。\n\n阿福：好。');
    expect(cast(text)).toEqual({
      people: ['小满 2', '阿福 2'],
      said: ['小满> 你来了？', '小满> 我等了很久。', '阿福> 路上：堵。', '小满> 进来吧。', '阿福> 好。'],
    });
  });

  it.each<[string, string]>([
    [
      'a name and a time on lines of their own',
      'Ada\n2024-01-02 10:11\nW1\n\nBen\n2024-01-02 10:12\nW2\n\nAda\n2024-01-02 10:13\nW3\n\nBen\n2024-01-02 10:14\nW4',
    ],
    [
      'a name and a clock, with the day between lines',
      '—————  2024-01-02  —————\n\nAda  10:11\n\nW1\n\nBen  10:12\n\nW2\n\nAda  10:13\n\nW3\n\nBen  10:14\n\nW4',
    ],
    [
      'a near day',
      'Ada — Today at 10:11 AM\nW1\nBen — Today at 10:12 AM\nW2\nAda — Yesterday at 10:13 AM\nW3\nBen — Yesterday at 10:14 AM\nW4',
    ],
    [
      'a near day in Chinese',
      'Ada — 今天10:11\nW1\nBen — 今天10:12\nW2\nAda — 昨天10:13\nW3\nBen — 昨天10:14\nW4',
    ],
    [
      'a time in brackets behind a comma',
      'Ada, [02.01.2024 10:11]\nW1\n\nBen, [02.01.2024 10:12]\nW2\n\nAda, [02.01.2024 10:13]\nW3\n\nBen, [02.01.2024 10:14]\nW4',
    ],
    ['tabs below a day', '2024/01/02(火)\n10:11\tAda\tW1\n10:12\tBen\tW2\n10:13\tAda\tW3\n10:14\tBen\tW4'],
    [
      'two brackets below a Korean day',
      '2024년 1월 2일 화요일\n[Ada] [오전 10:11] W1\n[Ben] [오전 10:12] W2\n[Ada] [오전 10:13] W3\n[Ben] [오전 10:14] W4',
    ],
    [
      'a time behind the name',
      'Ada (02/01/2024, 10:11): W1\nBen (02/01/2024, 10:12): W2\nAda (02/01/2024, 10:13): W3\nBen (02/01/2024, 10:14): W4',
    ],
    ['signs of rank', '10:11 <@Ada> W1\n10:12 < Ben> W2\n10:13 <@Ada> W3\n10:14 < Ben> W4'],
    ['names in bold', '**Ada**: W1\n\n**Ben:** W2\n\n**Ada**: W3\n\n**Ben:** W4'],
    ['names that said', 'Ada said:\nW1\n\nBen said:\nW2\n\nAda said:\nW3\n\nBen said:\nW4'],
  ])('reads what is copied with %s', (_, log) => {
    expect(readChatLog(log)).toBe('Ada: W1\n\nBen: W2\n\nAda: W3\n\nBen: W4');
  });

  it('reads roles as headings', () => {
    const log = '## User\n\nW1\n\n## Assistant\n\nW2\n\n## User\n\nW3\n\n## Assistant\n\nW4';
    expect(readChatLog(log)).toBe('User: W1\n\nAssistant: W2\n\nUser: W3\n\nAssistant: W4');
  });

  it('takes no words for a name because a time follows', () => {
    const log =
      'Ada  10:11 AM\nIs it in?\nBen  10:12 AM\nno\n10:14\nit is not\nAda  10:20 AM\nSo.\nBen  10:21 AM\nYes.';
    expect(readChatLog(log)).toBe('Ada: Is it in?\n\nBen: no\n10:14\nit is not\n\nAda: So.\n\nBen: Yes.');
  });

  it('gives roles the names that the file tells of', () => {
    const rows = ['user', 'assistant', 'user', 'assistant'].map((role, i) => ({
      role,
      content: `line ${i}`,
    }));
    expect(readChatLog(JSON.stringify(rows))).toBe(
      'User: line 0\n\nAssistant: line 1\n\nUser: line 2\n\nAssistant: line 3',
    );
  });

  it('takes what is whole of JSON lines that were cut', () => {
    const rows = ['a', 'b', 'c', 'd', 'e'].map((content, i) =>
      JSON.stringify({ name: i % 2 ? 'Ben' : 'Ada', content }),
    );
    expect(readChatLog(rows.join('\n').slice(0, -8))).toBe('Ada: a\n\nBen: b\n\nAda: c\n\nBen: d');
  });

  it('gives a line to nobody else because it looks like a beginning', () => {
    const rows = [
      { name: 'Ada', mes: 'A list:\nBen: two\n\nCid: three' },
      { name: 'Ben', mes: 'So.' },
      { name: 'Ada', mes: 'Yes.' },
      { name: 'Ben', mes: 'No.' },
    ];
    const text = readChatLog(JSON.stringify(rows))!;
    expect(cast(text).people.sort()).toEqual(['Ada 2', 'Ben 2']);
    expect(cast(text).said.filter((line) => line.startsWith('Ada'))).toHaveLength(4);
  });

  it.each<[string, string]>([
    ['a novel', '宝玉笑道：“你来了。”\n黛玉道：“来了。”\n宝玉道：“坐。”\n黛玉道：“不坐。”\n宝玉道：“走。”'],
    ['a list of facts', 'Name: Ada\nAge: 60\nHome: the harbour\nTrade: ferrywoman\nBoat: the Heron'],
    [
      'an English novel',
      'Ada said: “Is the boat in?”\nBen said: “No.”\nAda said: “Then we wait.”\nBen said: “Yes.”',
    ],
    ['a timetable', 'Ferry 10:11\nBus 10:20\nFerry 11:11\nBus 11:20\nFerry 12:11\nBus 12:20'],
    ['notes with times', '10:11 the boat came in\n10:12 it left\n10:15 rain'],
    ['a card in JSON', JSON.stringify({ name: 'Ada', description: 'Keeps the ferry.' })],
    ['three messages', 'Ada: a\nBen: b\nAda: c'],
    ['nothing', ''],
  ])('is not misled by %s', (_, text) => {
    expect(readChatLog(text)).toBeNull();
  });

  it('gets through lines of blanks', () => {
    const lines = Array.from({ length: 50 }, () => `12:30${'\t '.repeat(45_000)}x`);
    expect(readChatLog(lines.join('\n'))).toBeNull();
  });

  it('keeps who says what, whatever they say', () => {
    const name = fc.constantFrom('Ada', 'Ben', '小满', 'The Keeper');
    const words = fc
      .array(fc.constantFrom('Ada: x', 'tide', '：', '小满：走', '\n', '\n\n', ': ', '　', 'http://a.test'), {
        minLength: 1,
        maxLength: 8,
      })
      .map((parts) => `w${parts.join('')}w`);
    fc.assert(
      fc.property(fc.array(fc.record({ name, mes: words }), { minLength: 4, maxLength: 12 }), (rows) => {
        const text = readChatLog(JSON.stringify(rows))!;
        const { quotations } = dialogueCast(text, divide(text).passages, CHAT_LOG);
        const said = (one: string) =>
          quotations
            .filter(({ speaker }) => speaker === one)
            .map((line) => line.text)
            .join('')
            .replace(/\s/g, '');
        for (const one of new Set(rows.map((row) => row.name))) {
          const all = rows
            .filter((row) => row.name === one)
            .map(({ mes }) => mes)
            .join('')
            .replace(/\s/g, '');
          expect(said(one)).toBe(all);
        }
        for (const line of quotations) expect(text.slice(line.start, line.end)).toBe(line.text);
      }),
    );
  });
});
