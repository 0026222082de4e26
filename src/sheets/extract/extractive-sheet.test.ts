import { describe, expect, it } from '@jest/globals';
import { divideExtracted, read } from '../../text/speakers/reading.js';
import { extractSheet } from './extractive-sheet.js';

const SOURCE = '00000000-0000-4000-8000-000000000000';

/** The sheet of somebody, and its texts part by part. */
function sheetOf(text: string, name: string) {
  const reading = read(SOURCE, text, divideExtracted({ text }));
  const person = reading.people.find((one) => one.name === name || one.aliases.includes(name));
  const sheet = extractSheet(person?.name ?? name, [reading], person && [person.name, ...person.aliases]);
  const texts = (part: 'identity' | 'drives' | 'relationships' | 'timeline' | 'examples') =>
    sheet[part].map((claim) => claim.text);
  const lines = () => sheet.examples.map(({ text, about }) => [text, about]);
  return { sheet, texts, lines, reading };
}

const ENGLISH = `Chapter 1

Tobias Wren was a tall, stooping man of sixty, with grey hair and a crooked nose. He had been a clockmaker in the town of Fellmouth for forty years. His temper was short, but he had never struck a child.

"You are late," said Tobias.

"The ferry was late," said Hester. "I ran all the way."

Hester, his niece, lived with him over the shop. She was a quiet, obstinate girl, and she could mend any clock in the county. Tobias loved nothing so much as a clock that would not go.

"I was born in this house," said Tobias, "and I am a clockmaker, not a banker."

Hester Vail was Tobias's niece. Hester's eyes were grey, like the water.

"Tobias is a hard man," said Edmund Pike, "but he is honest."

Chapter 2

That winter Hester married Edmund Pike, a ferryman, in the little church by the quay. Edmund was fond of singing. Tobias quarrelled with Edmund over the price of the ring.

"You have robbed me," said Tobias.

"I have paid what you asked," said Edmund. "Every penny of it."

If Tobias had been a kind man, he would have laughed. Edmund owned a ferry and two horses.

Chapter 3

Tobias Wren died in the spring. Hester was enchanted with the flowers. Edmund had not yet returned.

"He was my uncle," said Hester. "I always hated clocks."
`;

const CHINESE = `第一章 渡口

沈砚秋是渡口的摆渡人，今年五十八岁。他生得又高又瘦，左眼下有一道刀疤。他为人沉默寡言，却从不欠别人一文钱。

“你来晚了。”沈砚秋说。

“船坏了，我修了半夜。”林小满说。

林小满是沈砚秋的徒弟，从小没有父母。林小满喜欢唱歌，会修船，就是不识字。

“我从小就怕水。”林小满说。

第二章 喜事

那年冬天，林小满嫁给了镇上的铁匠周大勇。周大勇有一匹枣红马。沈砚秋为了聘礼的事，和周大勇吵了起来。

“你欠我的！”沈砚秋说。

“我一分钱也不欠你。”周大勇说，“周大勇说话算话。”

如果沈砚秋是个和气的人，他会笑一笑。

第三章 春汛

沈砚秋死在那年的春汛里。林小满看了看天，还没有回来。

“他是我师父。”林小满说。
`;

describe('an English sheet of the text alone', () => {
  const { sheet, texts, reading } = sheetOf(ENGLISH, 'Tobias Wren');

  it('tells what somebody is, looks like and is like, of themselves alone', () => {
    expect(texts('identity')).toEqual(
      expect.arrayContaining([
        'Tobias Wren was a tall, stooping man of sixty, with grey hair and a crooked nose.',
        'Tobias Wren: His temper was short, but he had never struck a child.',
        'Tobias Wren says: “I was born in this house.”',
      ]),
    );
    expect(texts('identity').join()).not.toMatch(/Hester|quiet|kind man/);
    expect(texts('drives')).toEqual(['Tobias loved nothing so much as a clock that would not go.']);
  });

  it('names what others are to somebody by the word of the text, and never themselves', () => {
    expect(texts('relationships')).toEqual(
      expect.arrayContaining([
        'Hester Vail is Tobias Wren’s niece.',
        'Tobias quarrelled with Edmund over the price of the ring.',
      ]),
    );
    expect(sheet.relationships.map(({ about }) => about).sort()).toEqual(['Edmund Pike', 'Hester Vail']);
  });

  it('tells turning points in their chapters', () => {
    expect(sheet.timeline.map(({ text, fromSection }) => `${fromSection} ${text}`)).toEqual(
      expect.arrayContaining([
        '2 Tobias quarrelled with Edmund over the price of the ring.',
        '3 Tobias Wren died in the spring.',
      ]),
    );
  });

  it('leaves out a moment, and what has not happened', () => {
    const hester = sheetOf(ENGLISH, 'Hester Vail').sheet;
    expect(JSON.stringify(hester)).not.toMatch(/enchanted/);
    expect(hester.identity.map(({ text }) => text)).toContain(
      'Hester’s eyes were grey, like the water.'.replace('’', "'"),
    );
    const edmund = sheetOf(ENGLISH, 'Edmund Pike').texts('identity');
    expect(edmund).toEqual(
      expect.arrayContaining(['Edmund was fond of singing.', 'Edmund owned a ferry and two horses.']),
    );
    expect(edmund.join()).not.toMatch(/not yet returned/);
  });

  it('shows whole lines, with what they answer', () => {
    expect(sheetOf(ENGLISH, 'Edmund Pike').lines()).toContainEqual([
      'I have paid what you asked. Every penny of it.',
      'after “You have robbed me.” of Tobias Wren',
    ]);
    expect(sheetOf(ENGLISH, 'Hester Vail').lines()).toContainEqual([
      'The ferry was late. I ran all the way.',
      'after “You are late.” of Tobias Wren',
    ]);
  });

  it('cites its passage for all but what it does not know', () => {
    for (const part of ['identity', 'drives', 'relationships', 'timeline', 'examples'] as const) {
      for (const { citations } of sheet[part]) {
        const [{ passageId, start, end, quote }] = citations as [(typeof citations)[number]];
        const passage = reading.passages[Number(passageId.slice(1)) - 1]!;
        expect(reading.text.slice(passage.start + start, passage.start + end)).toBe(quote);
      }
    }
  });
});

describe('a Chinese sheet of the text alone', () => {
  it('tells office, age, looks and nature, and says whom a sentence is about', () => {
    expect(sheetOf(CHINESE, '沈砚秋').texts('identity')).toEqual([
      '沈砚秋是渡口的摆渡人，今年五十八岁。',
      '沈砚秋：他生得又高又瘦，左眼下有一道刀疤。',
      '沈砚秋：他为人沉默寡言，却从不欠别人一文钱。',
    ]);
    expect(sheetOf(CHINESE, '周大勇').texts('identity')).toEqual(['周大勇有一匹枣红马。']);
    expect(sheetOf(CHINESE, '林小满').texts('identity')).toEqual(
      expect.arrayContaining(['林小满喜欢唱歌，会修船，就是不识字。', '林小满自己说：“我从小就怕水。”']),
    );
  });

  it('names kin and marriage, deaths and quarrels', () => {
    expect(sheetOf(CHINESE, '林小满').texts('relationships')).toEqual([
      '林小满是沈砚秋的徒弟。',
      '那年冬天，林小满嫁给了镇上的铁匠周大勇。',
    ]);
    expect(sheetOf(CHINESE, '沈砚秋').texts('timeline')).toEqual(
      expect.arrayContaining(['沈砚秋为了聘礼的事，和周大勇吵了起来。', '沈砚秋死在那年的春汛里。']),
    );
  });

  it('shows whole lines, with what they answer', () => {
    expect(sheetOf(CHINESE, '周大勇').lines()).toEqual([
      ['我一分钱也不欠你。周大勇说话算话。', '沈砚秋说“你欠我的！”之后'],
    ]);
  });

  it('knows a name that is said in parts, and its one character before what its bearer does', () => {
    const text = `第一回\n\n那将姓魏，名成，字伯远，乃青州人氏。魏成素性刚烈，不肯屈人。\n\n成曰：“吾不降。”成大怒，拔剑而起。成曰：“谁敢近前！”成遂斩了来使。\n\n魏成曰：“收兵。”\n`;
    const { texts } = sheetOf(text, '魏成');
    expect(texts('identity')).toEqual(
      expect.arrayContaining(['那将姓魏，名成，字伯远，乃青州人氏。', '魏成素性刚烈，不肯屈人。']),
    );
  });

  it('takes 乳母 for no mother, a list for no marriage, and another family for another person', () => {
    const text = `第一章\n\n云舒的乳母陈嬷嬷走了进来。下面是云舒，何青之妻。陈嬷嬷看着云舒，云舒看着何青。\n\n“坐罢。”云舒说。\n\n“不坐了。”陈嬷嬷说。\n\n“我坐。”何青说。\n\n贺云舒是个屠夫。陈嬷嬷叹气。云舒性情温和。\n`;
    const { texts } = sheetOf(text, '云舒');
    expect(texts('relationships').join()).toContain('陈嬷嬷是云舒的乳母。');
    expect(texts('relationships').join()).not.toContain('何青的妻');
    expect(texts('identity').join()).not.toContain('屠夫');
  });
});

describe('acquaintances', () => {
  it('are counted once under all their names, and hold no place and no other name of somebody', () => {
    const text = `Chapter 1\n\n${'Mrs. Anna Holt and Mrs. Holt’s guest, Felix Marsh, sat at Ravenscar. Felix looked at Mrs. Holt.\n\n"It rains," said Mrs. Holt.\n\n"It does," said Felix.\n\nThey walked back to Ravenscar, and from Ravenscar to the sea.\n\n"Mrs. Anna Holt," said Felix Marsh, "you are kind."\n\n'.repeat(3)}`;
    expect(sheetOf(text, 'Felix Marsh').sheet.relationships).toHaveLength(1);
    expect(sheetOf(text, 'Mrs. Holt').sheet.relationships.map(({ about }) => about)).toEqual(['Felix Marsh']);
  });

  it('are married where a text names them as a pair', () => {
    const text = `Chapter 1\n\nMr. and Mrs. Garland kept the inn. Mrs. Garland was a stout woman.\n\n"Good day," said Mrs. Garland.\n\n"Good day," said Mr. Garland.\n\n"Come in," said Mrs. Garland. Mr. Garland nodded.\n`;
    expect(sheetOf(text, 'Mrs. Garland').texts('relationships')).toEqual([
      'Mr. Garland is Mrs. Garland’s husband.',
    ]);
  });
});

it('tells of more than one turn in a chapter where there are few, and when they were', () => {
  const { texts } = sheetOf(
    `"Good day," said Hester Vail. "Good day," said Adam Reed.

"Sit down," said Hester Vail. The miller was Adam Reed.

In the spring Hester Vail married Adam Reed. Two years later Hester Vail gave birth to a son. In the winter of that year Hester Vail died.`,
    'Hester Vail',
  );
  expect(texts('timeline')).toEqual([
    'In the spring Hester Vail married Adam Reed.',
    'Two years later Hester Vail gave birth to a son.',
    'In the winter of that year Hester Vail died.',
  ]);
});

it('tells who somebody is where the name comes last', () => {
  const { texts } = sheetOf(
    '“Sit down,” said Adam Reed. The miller was Adam Reed. Adam Reed laughed.',
    'Adam Reed',
  );
  expect(texts('identity')).toContain('The miller was Adam Reed.');
});

it('说到被娶的人', () => {
  const { texts } = sheetOf('“坐吧。”苏晚晴说。“好。”韩啸说。三年后韩啸娶了苏晚晴。苏晚晴笑了。', '苏晚晴');
  expect(texts('timeline')).toContain('三年后韩啸娶了苏晚晴。');
});
