import { describe, expect, it } from '@jest/globals';
import { readCast } from '../cast.js';
import { divide } from '../../structure/sections.js';

const read = (text: string) => readCast(text, divide(text), 'zh');
const speakers = (text: string) => read(text).quotations.map(({ speaker }) => speaker);
const cast = (text: string) => read(text).people.map(({ name }) => name);

describe('names that are words elsewhere', () => {
  it('what somebody is, where nobody else here is called so', () => {
    expect(
      cast(
        `老板娘把门一关。
“今天不营业。”老板娘说。
“为什么？”赵小满问。
“没米了。”老板娘叹了口气，“都怪你。”
“怪我？”赵小满指着自己。
老板娘白了他一眼：“昨天吃了八碗的是谁？”`,
      ),
    ).toEqual(expect.arrayContaining(['老板娘', '赵小满']));
  });

  it('but not what several are', () => {
    expect(
      cast(
        `一个侍卫走进来。
“城门开了。”那侍卫说。
“谁开的？”赵小满问。
“不知道。”另一个侍卫答。
侍卫们都低下了头。
“去查。”赵小满说。
“是。”两个侍卫齐声应道。`,
      ),
    ).toEqual(['赵小满']);
  });

  it.each(['何必', '向前进', '和生', '单高明'])('%s', (name) => {
    expect(
      cast(
        `${name}推开门。
“有人吗？”${name}问。
“进来。”赵小满说。
${name}走到桌前，放下伞。
“下雨了。”${name}说，“好大的雨。”
“坐。”赵小满说。
“不坐了。”${name}笑了笑，“我找人。”
“找谁？”赵小满问。
“找你。”${name}说。`,
      ).toSorted(),
    ).toEqual([name, '赵小满'].toSorted());
  });

  it('a family name from another language behind a dot', () => {
    const { people } = read(
      `瓦西里·佩特罗夫走进机舱。
“几点了？”瓦西里·佩特罗夫问。
“三点。”赵小满说。
“还早。”佩特罗夫说。`,
    );
    expect(people.map(({ name, aliases }) => [name, ...aliases].toSorted())).toContainEqual([
      '佩特罗夫',
      '瓦西里·佩特罗夫',
    ]);
  });
});

describe('what stands between two lines or around one', () => {
  const people = `“来了？”林素秋问。
“来了。”赵铁山说。
`;

  it('is what their speaker does, whoever is looked at', () => {
    expect(speakers(`${people}“坐吧。”林素秋看着赵铁山，“茶还是热的。”`).slice(2)).toEqual([
      '林素秋',
      '林素秋',
    ]);
  });

  it('goes on with whoever the paragraph is about', () => {
    expect(speakers(`${people}赵铁山看了看天，黑云压过来。他想了一会儿才说：“还走得了。”`).at(-1)).toBe(
      '赵铁山',
    );
    expect(speakers(`${people}林素秋的茶碗停在半空：“走？”`).at(-1)).toBe('林素秋');
  });

  it('is not whose line it is where they do not know what to say', () => {
    expect(
      speakers(`${people}“走吧。”林素秋说。\n“都怪我。”\n林素秋不知道该说什么，只好低下头。`).slice(3),
    ).not.toContain('林素秋');
  });

  it('a pronoun is whoever the sentence before it tells of', () => {
    expect(
      speakers(`${people}她没有动。他也没有动。
天快亮的时候，林素秋忽然把灯吹灭了。
“走。”她说。`).at(-1),
    ).toBe('林素秋');
  });
});

describe('turns', () => {
  it('end where somebody without a name comes in', () => {
    expect(
      speakers(`“买药。”林素秋说。
“买什么药？”赵铁山问。
“治病的药。”
“几文钱？”一个老头问。
“三文。”
“贵了。”`).slice(3),
    ).toEqual([null, null, null]);
  });

  it('are no turns where a line calls whoever would say it', () => {
    expect(
      speakers(`“谁去？”林素秋问。
“我去。”赵铁山说。
“素秋，你呢？”
“林素秋，你去不去？”
“不去。”赵铁山说。`)[2],
    ).not.toBe('林素秋');
  });
});

describe('a whole novel', () => {
  const lines = (name: string, times: number) =>
    Array.from({ length: times }, (_, n) => `“第${n}回了。”${name}说。\n“知道。”吴大有说。\n`).join('');

  it('three brothers', () => {
    expect(cast(lines('郝玉山', 8) + lines('郝玉林', 8) + lines('郝玉泉', 8))).toEqual(
      expect.arrayContaining(['郝玉山', '郝玉林', '郝玉泉']),
    );
  });

  it('a name before an adverb', () => {
    expect(
      cast(
        `${'“坐。”石元亮平静地说。\n“不坐。”吴大有说。\n'.repeat(6)}石元平了一块地。\n${'石元亮不说话。\n'.repeat(3)}`,
      ),
    ).toContain('石元亮');
  });

  it('who is told about and hardly speaks', () => {
    const told = '老根撑着船。老根不爱说话。风吹过来，老根把帽子压了压。\n'.repeat(12);
    expect(cast(`${told}${lines('周翠姑', 4)}“还你。”老根说。\n`)).toContain('老根');
  });

  it('one with the family name and without', () => {
    expect(
      read(
        `${'“走。”佟怀山说。\n“好。”吴大有说。\n'.repeat(5)}${'怀山站起来。\n“慢着。”怀山说。\n'.repeat(6)}`,
      ).people.map(({ name, aliases }) => [name, ...aliases].toSorted()),
    ).toContainEqual(['佟怀山', '怀山'].toSorted());
  });
});
