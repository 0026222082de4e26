import { describe, expect, it } from '@jest/globals';
import { divide } from '../structure/sections.js';
import { PLAY, dialogueCast } from './dialogue-format.js';
import { readPlay } from './play.js';

function read(text: string) {
  const play = readPlay(text);
  if (!play) return null;
  const { sections, passages } = divide(play.text, play.headings);
  const { people, quotations } = dialogueCast(play.text, passages, PLAY);
  for (const line of quotations) expect(play.text.slice(line.start, line.end)).toBe(line.text);
  return {
    sections: sections.map(({ title }) => title),
    people: people.map(({ name, quotes }) => `${name} ${quotes}`),
    said: quotations.map(({ speaker, text: words }) => `${speaker}> ${words}`),
    text: play.text,
  };
}

const SAID = [
  'Ada> Is the boat in? I have waited since the bell.',
  'Ben> No.',
  'Ada> Then we wait for it.',
  'Ben> For the tide: always for the tide.',
  'Ada> It is cold.',
  'Ben> It was colder before.',
];

describe('readPlay', () => {
  it('cuts a long title between characters', () => {
    const lines = SAID.map((line) =>
      line.replace(/^(\w+)> /, (_, name: string) => `${name.toUpperCase()}. `),
    );
    const title = `${'x'.repeat(59)}😀`;
    const text = `${title}\n\nACT I\n\n${lines.join('\n\n')}\n\nACT II\n\n${lines.join('\n\n')}\n`;
    expect(read(text)!.sections[0]).toBe('x'.repeat(59));
  });

  it.each<[string, string]>([
    [
      'names in capitals before a full stop, lines broken to a width',
      `THE FERRY

Contents
ACT I
Scene I. The quay
ACT II
Scene I. The boat

Dramatis Personae
ADA, keeper of the ferry
BEN, her brother

ACT I

SCENE I. The quay.

Enter ADA and BEN.

ADA. Is the boat in? I have waited
since the bell.

BEN. (not looking up) No.

ADA. Then we wait for it.

[Thunder.]

ACT II

SCENE I. The boat.

BEN. For the tide: always for the tide.

ADA. It is cold.

BEN. It was colder before.

[Exeunt.]`,
    ],
    [
      'names in capitals on lines of their own',
      `ACT I

SCENE I. The quay.

 Enter Ada and Ben.

ADA.
Is the boat in? I have waited
since the bell.

BEN.
No.

ADA.
Then we wait for it.

ACT II
SCENE I. The boat.

BEN.
For the tide: always for the tide.

ADA.
It is cold.

BEN.
It was colder before.

 [_Exeunt._]`,
    ],
    [
      'names in capitals before a colon',
      `ACT I
SCENE I. The quay.
ADA: Is the boat in? I have waited since the bell.
BEN: No.
(Thunder.)
ADA: Then we wait for it.
ACT II
SCENE I. The boat.
BEN: For the tide: always for the tide.
ADA: It is cold.
BEN: It was colder before.`,
    ],
    [
      'names in italics before a full stop',
      `Act I

Scene I. The quay.

_Ada._ Is the boat in? I have waited since the bell.

_Ben._ No.

_Ada._ [_Sighs._] Then we wait for it.

Act II

Scene I. The boat.

_Ben._ For the tide: always for the tide.

_Ada._ It is cold.

_Ben._ It was colder before.`,
    ],
  ])('reads a play with %s', (_, play) => {
    const found = read(play)!;
    expect(found.said).toEqual(SAID);
    expect(found.people).toEqual(['Ada 3', 'Ben 3']);
    expect(found.sections.slice(-2).map((title) => title.toLowerCase())).toEqual([
      expect.stringMatching(/^act i · scene i\. the quay/),
      expect.stringMatching(/^act ii · scene i\. the boat/),
    ]);
  });

  it('reads a screenplay and Fountain', () => {
    const found = read(`Title: The Ferry
Author: A. Hand

FADE IN:

INT. FERRY HOUSE - NIGHT

Rain on the glass. ADA (60) mends a rope.

ADA
Is the boat in? I have waited
since the bell.

Ben comes in: wet.

BEN (O.S.)
(not looking up)
No.

ADA (CONT'D)
Then we wait for it.

CUT TO:

EXT. QUAY - DAY

@Mac Tir
For the tide.

ADA
It is cold.

BEN ^
It was colder before.

THE END`)!;
    expect(found.people).toEqual(['Ada 3', 'Ben 2', 'Mac Tir 1']);
    expect(found.said[1]).toBe('Ben> No.');
    expect(found.sections.slice(-2)).toEqual(['INT. FERRY HOUSE - NIGHT', 'EXT. QUAY - DAY']);
    expect(found.text).toContain('\n\nBen comes in — wet.\n\n');
  });

  it.each<[string, string]>([
    [
      'names before a colon',
      '第一幕\n时间：清晨\n第一场　码头\n（雾。小满上。）\n小满：（看钟）船来了吗？我等了一夜。\n阿福：没有。\n小满：那就等着。\n〔雷声。〕\n第二场　船上\n阿福：等潮水：总是等潮水。\n小满：冷。\n阿福：从前更冷。\n众人：走吧！\n众人：走吧！\n（幕落）',
    ],
    [
      'names before a blank',
      '第一幕\n\n第一场　码头\n\n（雾。小满上。）\n\n小满　船来了吗？我等了一夜。\n\n阿福　（摇头）没有。\n\n小满　那就等着。\n\n第二场　船上\n\n阿福　等潮水：总是等潮水。\n\n小满　冷。\n\n阿福　从前更冷。\n\n众人　走吧！\n\n众人　走吧！\n\n众人　走吧！',
    ],
    [
      'names on lines of their own',
      '第一幕\n\n第一场　码头\n\n雾。\n\n小满\n船来了吗？我等了一夜。\n\n阿福\n（摇头）\n没有。\n\n小满\n那就等着。\n\n第二场　船上\n\n阿福\n等潮水：总是等潮水。\n\n小满\n冷。\n\n阿福\n从前更冷。\n\n众人\n走吧！\n\n众人\n走吧！\n\n众人\n走吧！',
    ],
  ])('reads a Chinese play with %s', (_, play) => {
    const found = read(play)!;
    expect(found.people).toEqual(['小满 3', '阿福 3']);
    expect(found.said.slice(0, 7)).toEqual([
      '小满> 船来了吗？我等了一夜。',
      '阿福> 没有。',
      '小满> 那就等着。',
      '阿福> 等潮水：总是等潮水。',
      '小满> 冷。',
      '阿福> 从前更冷。',
      'null> 走吧！',
    ]);
    expect(found.sections).toEqual(['第一幕 · 第一场 码头', '第一幕 · 第二场 船上']);
  });

  it('reads a film of Chinese scenes, and keeps what is told apart from what is said', () => {
    const found = read(
      '1. 内景 客厅 日\n小满走进来，放下伞：它还在滴水。\n小满（低声）：船来了吗？\n阿福：没有。\n阿福坐下。\n小满：那就等着。\n2. 外景 码头 夜\n雾。\n阿福：等潮水。\n小满：冷。\n阿福：从前更冷。',
    )!;
    expect(found.people).toEqual(['小满 3', '阿福 3']);
    expect(found.said[0]).toBe('小满> 船来了吗？');
    expect(found.sections).toEqual(['1. 内景 客厅 日', '2. 外景 码头 夜']);
    expect(found.said.join()).not.toMatch(/走进来|坐下|雾/);
  });

  it.each<[string, string]>([
    [
      'an English novel',
      'CHAPTER I.\n\nMartha Quill was a tall woman of sixty. She kept the ferry.\n\n“You are late,” said Martha.\n\n“The clock is early,” said Tobias.\n\nHe sat. He waited. Nobody came. Martha. Tobias. Martha.\n\nCHAPTER II.\n\nThe night was long and nobody came.',
    ],
    [
      'a Chinese novel',
      '第一回\n宝玉笑道：“你来了。”\n黛玉道：“来了。”\n宝玉道：“坐。”\n黛玉道：“不坐。”\n宝玉道：“走。”\n黛玉道：“好。”\n宝玉道：“真的？”',
    ],
    [
      'a profile',
      '姓名：林小满\n性别：女\n年龄：十七\n性格：安静，倔强\n口头禅：知道了。\n身高：一米六\n爱好：钓鱼\n住处：码头',
    ],
    ['a poem', Array.from({ length: 12 }, (_, i) => `The sea ${i}\nThe shore\n`).join('\n')],
    ['nothing', ''],
  ])('is not misled by %s', (_, text) => {
    expect(readPlay(text)).toBeNull();
  });

  it.each([
    ['capitals', 'ADA '.repeat(300_000)],
    ['blanks', `ADA${' '.repeat(300_000)}x`],
    ['brackets', '('.repeat(300_000)],
    ['colons', 'a：'.repeat(300_000)],
    ['many names', Array.from({ length: 60_000 }, (_, i) => `N${i % 30_000}A: x`).join('\n')],
  ])('is not slowed by %s', (_, text) => {
    readPlay(text);
  });

  const ACT = 'ACT I\n\nSCENE I. A kitchen.\n\n';

  it('knows the whole name behind an abbreviated one, and one who speaks once', () => {
    const said = [
      'MARGERY. Nine days of rain. Who will buy water?',
      'HOLT. [Entering, wet] Somebody always buys. It is a question of the price.',
      'POLLY (from under the table). The Captain has brought a bird!',
      'MARG. A bird? In my kitchen?',
      'HOLT. It was a cold bird.',
      'BAILIFF. [Off] Open in the name of the Crown!',
      'MARGERY. Polly, take the bird and go up.',
    ].join('\n\n');
    expect(read(ACT + said)!.people).toEqual(['Margery 3', 'Holt 2', 'Polly 1', 'Bailiff 1']);
  });

  it('knows abbreviated names by the list of persons', () => {
    const list = 'DRAMATIS PERSONAE\n\nMargery, a widow.\nHolt, her lodger.\n\n';
    const said = ['Mar. One day.', 'Hol. Two days.', 'Mar. Three.', 'Hol. Four.', 'Mar. Five.', 'Hol. Six.'];
    expect(read(list + ACT + said.join('\n\n'))!.people).toEqual(['Margery 3', 'Holt 3']);
  });

  it('keeps two apart of whose names one begins like the other', () => {
    const said = ['TOM. One.', 'TOMMY. Two.', 'TOM. Three.', 'TOMMY. Four.', 'TOM. Five.', 'TOMMY. Six.'];
    expect(read(ACT + said.join('\n\n'))!.people).toEqual(['Tom 3', 'Tommy 3']);
  });

  it('joins names that are set apart to a width, and believes the persons listed above a scene', () => {
    const said = [
      '陆　伯：（收起船桨）今晚不开船了。',
      '周小曼：我弟弟在对岸发烧！',
      '陆　伯：雨这么大。',
      '艄公：上来吧。',
      '周小曼：谢谢伯伯。',
      '陆伯：坐稳了。',
    ].join('\n');
    expect(read(`第1集\n\n1-1 夜 外 渡口\n人物：陆伯、周小曼、艄公\n\n${said}`)!.people).toEqual([
      '陆伯 3',
      '周小曼 2',
      '艄公 1',
    ]);
  });
});
