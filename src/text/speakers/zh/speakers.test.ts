import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCast } from '../cast.js';
import { findQuotations } from '../quotations.js';
import { divide } from '../../structure/sections.js';
import { attributeChineseSpeech } from './speakers.js';

const read = (text: string) => readCast(text, divide(text), 'zh');
const speakers = (text: string) => read(text).quotations.map(({ speaker }) => speaker);
const cast = (text: string) => read(text).people.map(({ name }) => name);

it('finds people of rare family names', () => {
  expect(
    cast(
      '铁万山道：“进来。”\n楚雁声道：“不进。”\n铁万山大怒，一掌拍在桌上，道：“好！”\n楚雁声默然半晌，道：“不好。”',
    ).toSorted(),
  ).toEqual(['楚雁声', '铁万山']);
});

describe('who says a line, named before it', () => {
  it('right before the word of saying, with how it is said between', () => {
    expect(
      speakers(
        `韩月娘笑道：“船到了。”
老周连忙低声问道：“几时开？”
韩月娘冷冷地说：“不开。”
老周曰：“奇哉！”
刘姥爷叹了一口气说：“由她去。”`,
      ),
    ).toEqual(['韩月娘', '老周', '韩月娘', '老周', '刘姥爷']);
  });

  it('at the beginning of the sentence, when what they do comes between', () => {
    expect(
      speakers(
        `林素秋把灯芯挑亮，坐到窗前，说：“今夜有雨。”
赵铁山听了，摇着头，慢慢地道：“未必。”
这时，林素秋忽然站起来，快步走到门口，回头喊道：“来了！”`,
      ),
    ).toEqual(['林素秋', '赵铁山', '林素秋']);
  });

  it('and not whoever is spoken to, seen or told about', () => {
    expect(
      speakers(
        `林素秋对赵铁山说：“坐。”
赵铁山见林素秋不动，便问：“你呢？”
赵铁山向林素秋道：“我站着就好。”
林素秋望着赵铁山，笑着问：“怕什么？”`,
      ),
    ).toEqual(['林素秋', '赵铁山', '赵铁山', '林素秋']);
  });

  it('in the paragraph above, when a colon leads over', () => {
    expect(
      speakers(`韩月娘望了望天色，说：

“再等一个时辰。”

老周急了：

“潮水不等人！”`),
    ).toEqual(['韩月娘', '老周']);
  });

  it('as whoever is heard or seen to speak', () => {
    expect(
      speakers(
        `韩月娘道：“谁？”
老周说道：“是我。”
只听老周笑道：“开门。”
忽见韩月娘走出来说道：“门没锁。”
老周听韩月娘说道：“进来罢。”`,
      ),
    ).toEqual(['韩月娘', '老周', '老周', '韩月娘', '韩月娘']);
  });

  it('behind an office or a description', () => {
    expect(
      speakers(
        `韩月娘道：“报上来。”
主簿陆文远说道：“都在这里。”
陆文远道：“请看。”
灯影里的韩月娘冷笑道：“少了一页。”`,
      ),
    ).toEqual(['韩月娘', '陆文远', '陆文远', '韩月娘']);
  });
});

describe('who says a line, named after it', () => {
  it('in a clause of saying, as novels on the web have it', () => {
    expect(
      speakers(
        `“你来晚了。”林素秋说。
“路上有雪。”赵铁山淡淡的道。
“那就进来吧。”林素秋笑着对赵铁山说，“把门带上。”
“是。”赵铁山拍了拍肩上的雪，低声答道。
“冷不冷？”林素秋问他。`,
      ),
    ).toEqual(['林素秋', '赵铁山', '林素秋', '林素秋', '赵铁山', '林素秋']);
  });

  it('in corner brackets, single and double', () => {
    expect(
      speakers(`「你來晚了。」林素秋說。\n\n趙鐵山道：「路上有雪。」\n\n「那就進來吧。」林素秋道。`),
    ).toEqual(['林素秋', '趙鐵山', '林素秋']);
    expect(
      speakers(`『你來晚了。』林素秋道。\n\n趙鐵山道：『路上有雪。』\n\n『那就進來吧。』林素秋道。`),
    ).toEqual(['林素秋', '趙鐵山', '林素秋']);
  });

  it('in a paragraph of its own, when that is one sentence', () => {
    expect(
      speakers(`“谁在外面？”

林素秋问。

“是我。”

赵铁山在门口轻声回答。

“天亮再来。”

林素秋走到院子里，把晒了一天的药收进屋去。`),
    ).toEqual(['林素秋', '赵铁山', '林素秋']);
  });

  it('by whoever acts beside it, where each speaker has a paragraph', () => {
    expect(
      speakers(`林素秋推开院门。

“你来晚了。”赵铁山说。

“路上有雪。”林素秋拍了拍肩。

“又有雪？”赵铁山一愣。

林素秋坐到了窗下，把灯芯挑亮。“师父等了三天。”

“什么？”林素秋和赵铁山站了起来。

“别怕。”一个少年笑道。`),
    ).toEqual(['赵铁山', '林素秋', null, '林素秋', null, null]);
  });

  it('but not in what is told of somebody else, or of silence', () => {
    expect(
      speakers(
        `“走了。”老周说。
“走吧。”韩月娘说。
船开了。
“真的走了？”韩月娘没有说话，只是看着江面。
“嗯。”老周听说船已经开了。`,
      ),
    ).toEqual(['老周', '韩月娘', null, null]);
  });
});

describe('who says a line that names nobody', () => {
  it('is whoever has just spoken, where they go on', () => {
    expect(
      speakers(
        `韩月娘道：“船到了。”又道：“快去叫人。”说着，便指着江心道：“看那灯！”
老周问道：“是几时到的？”答道：“刚到。”`,
      ),
    ).toEqual(['韩月娘', '韩月娘', '韩月娘', '老周', null]);
  });

  it('is one of two who answer each other', () => {
    expect(
      speakers(`林素秋问赵铁山：“钥匙呢？”

“丢了。”

“丢在哪里？”

“江里。”赵铁山说。

“那就算了。”`),
    ).toEqual(['林素秋', '赵铁山', '林素秋', '赵铁山', '林素秋']);
  });

  it('is the other one’s, where only two are about', () => {
    const begin = '林素秋在灯下等着，赵铁山终于推门进来，一身都是雪。';
    const talk = '\n\n“几时走的？”林素秋问。\n\n“天不亮。”\n\n“吃过没有？”\n\n“没有。”';
    const names = '\n\n林素秋道：“坐。”赵铁山道：“好。”\n\n';
    expect(speakers(names + begin + talk).slice(2)).toEqual(['林素秋', '赵铁山', '林素秋', '赵铁山']);
    const third =
      '韩月娘道：“火。”韩月娘说：“水。”' + names + begin.replace('，一身', '，韩月娘跟在后面，一身') + talk;
    expect(speakers(third).slice(4)).toEqual(['林素秋', null, null, null]);
  });

  it('is theirs who goes on in the same paragraph, where each speaker has one', () => {
    expect(
      speakers(`“你来晚了。”林素秋说。

“怎么？说不得？”赵铁山嘴角一撇，目光从林素秋脸上扫过，讥讽道：“你不也才来？”

“有人么？”门外有人喊，“开门！”

“谁？”门外有人喊，“是我！”赵铁山道。

赵铁山心头一震，失声道：“是他！”`),
    ).toEqual(['林素秋', '赵铁山', '赵铁山', null, null, null, null, '赵铁山']);
  });

  it('is nobody’s when something else is told at it', () => {
    expect(
      speakers(`“你来晚了。”林素秋说。

“路上有雪。”赵铁山说。

“哼！”一道声音突然响起。

“坐吧。”林素秋说。`),
    ).toEqual(['林素秋', '赵铁山', null, '林素秋']);
  });

  it('is theirs who says their own name', () => {
    expect(speakers(`林素秋道：“请问？”\n赵铁山道：“谁？”\n\n夜深了。\n\n“我叫林素秋。”`).at(-1)).toBe(
      '林素秋',
    );
  });

  it('is nobody’s when a third may have spoken', () => {
    expect(
      speakers(`“钥匙呢？”林素秋问。

“丢了。”

“丢在哪里？”赵铁山问。

“江里。”

“谁干的？”韩月娘问。

“不知道。”`),
    ).toEqual(['林素秋', null, '赵铁山', null, '韩月娘', null]);
  });

  it('is not whoever it calls by name', () => {
    expect(
      speakers(`林素秋问赵铁山：“钥匙呢？”

“赵铁山，你别瞒我。”

“江里。”赵铁山说。`)[1],
    ).not.toBe('赵铁山');
  });

  const FOUND = `林素秋推开窗。她看见了雪。林素秋笑了。她很久没有见过雪了。
赵铁山走进院子。他跺了跺脚。赵铁山抬起头。他也笑了。
“下雪了。”林素秋说。
“下雪了。”赵铁山说。
`;

  it('is whom a pronoun can mean alone', () => {
    expect(speakers(`${FOUND}\n第二天，林素秋一早就起来扫雪。\n\n“路通了。”她说。`).at(-1)).toBe('林素秋');
    expect(
      speakers(`${FOUND}\n第二天，林素秋和赵铁山一早就起来扫雪。\n\n她放下扫帚，说：“路通了。”`).at(-1),
    ).toBe('林素秋');
  });

  it('is nobody’s when a pronoun may mean two', () => {
    const two = FOUND.replaceAll('赵铁山', '孙玉梅').replaceAll('他', '她');
    expect(speakers(`${two}\n第二天，林素秋和孙玉梅一早就起来扫雪。\n\n“路通了。”她说。`).at(-1)).toBeNull();
  });

  it('is nobody’s when people without a name, several people or a poem say it', () => {
    expect(
      speakers(
        `韩月娘道：“开船。”
众人齐声道：“开船！”
一个老者说道：“慢着。”
小厮问道：“还等谁？”
韩月娘和老周都说：“等风。”
韩月娘等人笑道：“风来了。”
韩月娘众人听了，都说：“好风。”
忽见韩月娘那边小丫头过来道：“有人来了。”
韩月娘差人去看，回报：“是货船。”
后人有诗赞曰：“一江春水送行舟。”
老周道：“好诗。”`,
      ),
    ).toEqual(['韩月娘', null, null, null, null, null, null, null, null, null, '老周']);
  });

  it('is nobody’s when a clause without commas lets two act', () => {
    expect(
      speakers(
        `韩月娘道：“开船。”
老周道：“等风。”
韩月娘解了缆绳老周扯起帆来叫道：“风来了！”
韩月娘扯住老周道：“坐下。”`,
      ),
    ).toEqual(['韩月娘', '老周', null, '韩月娘']);
  });
});

describe('names of one character', () => {
  const STORY = `却说陆衡升帐，召谋士程昭议事。衡曰：“敌军远来，如何？”昭曰：“以逸待劳。”衡大喜曰：“善！”昭又曰：“可遣一将出战。”衡问曰：“谁可去？”昭曰：“魏朗可去。”魏朗出曰：“愿往。”衡谓朗曰：“小心。”朗曰：“得令。”
陆衡笑曰：“此人可用。”程昭曰：“然。”`;

  it('are short for whoever bears them near by', () => {
    expect(speakers(STORY)).toEqual([
      '陆衡',
      '程昭',
      '陆衡',
      '程昭',
      '陆衡',
      '程昭',
      '魏朗',
      '陆衡',
      '魏朗',
      '陆衡',
      '程昭',
    ]);
  });

  it('are a question when two bear them', () => {
    const { quotations, questions } = read(`${STORY}
却说何昭来见程昭。何昭曰：“久仰。”程昭曰：“请坐。”何昭曰：“多谢。”昭曰：“何事？”`);
    expect(quotations.at(-1)!.speaker).toBeNull();
    expect(questions).toEqual([{ name: '昭', among: ['程昭', '何昭'] }]);
  });
});

describe('the people of a text', () => {
  it('have their aliases where those cannot mean two', () => {
    const { people } = read(
      `那人姓陆，名衡，字伯仁，江陵人也。陆衡曰：“失礼。”伯仁曰：“请。”陆伯仁曰：“请！”
田小禾说：“我来了。”小禾笑着说：“走吧。”小禾姐说：“上车。”
红玉道：“看。”红玉儿道：“你看！”`,
    );
    const aliases = Object.fromEntries(
      people.map(({ name, aliases }) => [name, new Set([name, ...aliases])]),
    );
    const of = (name: string) => Object.values(aliases).find((names) => names.has(name));
    expect(of('陆衡')).toEqual(new Set(['陆衡', '伯仁', '陆伯仁']));
    expect(of('田小禾')).toEqual(new Set(['田小禾', '小禾', '小禾姐']));
    expect(of('红玉')).toEqual(new Set(['红玉', '红玉儿']));
  });

  it('have the style that they took later, too', () => {
    const text = `某姓韩名定，字伯远，后改云舟，海门人也。\n云舟道：“且住。”\n老周道：“何故？”\n韩定道：“有风。”\n云舟笑道：“大风。”\n韩定曰：“去也。”`;
    expect(read(text).people.find(({ aliases, name }) => [name, ...aliases].includes('韩定'))).toMatchObject({
      aliases: expect.arrayContaining([expect.stringMatching(/云舟|韩定/)]),
    });
    expect(cast(text).filter((name) => /云舟|韩定/.test(name))).toHaveLength(1);
  });

  it('are asked about where a name may mean two', () => {
    const { people, questions } = read(
      `田小禾说：“我来了。”
孙小禾说：“我也来了。”
小禾说：“谁？”
田小禾说：“她。”
孙小禾说：“不是我。”`,
    );
    expect(questions).toEqual([{ name: '小禾', among: ['田小禾', '孙小禾'] }]);
    expect(people.map(({ name, aliases }) => [name, aliases])).toEqual(
      expect.arrayContaining([
        ['小禾', []],
        ['田小禾', []],
        ['孙小禾', []],
      ]),
    );
  });

  it('are asked about where a name says only what somebody is to others', () => {
    const { questions, people } = read(
      `林素秋说：“我来了。”
林远山说：“我也来了。”
林妹妹说：“还有我。”
林素秋说：“谁？”
林远山说：“林妹妹。”`,
    );
    expect(questions).toEqual([{ name: '林妹妹', among: ['林素秋', '林远山'] }]);
    expect(people.find(({ name }) => name === '林妹妹')?.quotes).toBe(1);
  });

  it('are counted, first to last, with whoever only acts', () => {
    const { people } = read(
      `江上起了雾。
韩月娘道：“船到了。”
陆文远把箱子搬下来。陆文远又回去了一趟。陆文远便坐在箱子上。
韩月娘道：“还有么？”韩月娘看了看天。`,
    );
    expect(people).toEqual([
      { name: '韩月娘', aliases: [], quotes: 2, mentions: 3, first: 2 },
      { name: '陆文远', aliases: [], quotes: 0, mentions: 3, first: 3 },
    ]);
  });

  it('are no verbs, places, bodies, roles or crowds', () => {
    expect(
      cast(
        `韩月娘大叫：“来人！”
大喝一声道：“站住！”
众人都说：“不敢。”
孩子问道：“这是谁？”
宣传部长客气地说：“请。”
忽然有人冷笑道：“晚了。”
后来，一个声音说道：“开门。”
诸将曰：“愿往。”
回头便问：“谁？”
韩月娘大笑道：“好！”`,
      ),
    ).toEqual(['韩月娘']);
  });
});

/** So many lines and sentences of each, with what else is told between them. */
const book = (names: readonly string[], times: number, told: readonly string[] = []) =>
  Array.from({ length: times }, (_, n) =>
    names
      .map((name, k) => {
        const acts = ['走进屋里，把门关上。', '点了一支烟。', '坐在窗前。', '想起了过去的事。'][(n + k) % 4]!;
        const says = ['说', '问', '笑着说', '冷冷地说', '不以为然地说', '叹了口气，说'][(n + k) % 6]!;
        return `${name}${acts}\n\n${name}${says}：“第${n}回了。”\n\n`;
      })
      .concat(told)
      .join(''),
  ).join('');

describe('names in long texts', () => {
  it('are whole where adverbs follow them and their beginning is used once more', () => {
    const text = `${book(['沈元亮', '芮小棠'], 12)}沈元平静地看着江面。\n\n沈元亮平静地说：“走。”\n\n`;
    expect(cast(text)).toEqual(expect.arrayContaining(['沈元亮', '芮小棠']));
    expect(cast(text)).not.toContain('沈元');
    expect(speakers(text).at(-1)).toBe('沈元亮');
  });

  it('are those of three who share a family name and a generation name', () => {
    expect(new Set(cast(book(['秦广田', '秦广林', '秦广文'], 12)))).toEqual(
      new Set(['秦广田', '秦广林', '秦广文']),
    );
  });

  it('are theirs who are told about and hardly speak', () => {
    const text = book(['金妞'], 8) + '顺子挑着水走了。\n\n顺子没有作声。\n\n'.repeat(90) + book(['顺子'], 3);
    expect(cast(text)).toContain('顺子');
  });

  it('are words of the language, too, where they speak again and again', () => {
    const names = ['向南', '有根', '向东', '前进', '石头', '张有智'];
    expect(cast(book(names, 6))).toEqual(expect.arrayContaining(names));
  });

  it('are of one syllable, with a word of affection', () => {
    const names = ['小武', '老魏', '阿蛮', '巧儿', '柱子', '强哥', '方姐', '二喜'];
    expect(cast(book(names, 6))).toEqual(expect.arrayContaining(names));
  });

  it('are of other languages, with their parts', () => {
    const text = `${book(['埃德温', '玛格丽特', '戴里克', '亚历山大'], 6)}维克多·莫兰死了。\n\n${book(['维克多', '埃德温·格雷'], 4)}`;
    const { people } = read(text);
    const of = (name: string) => people.find((one) => one.name === name);
    expect(people.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['埃德温', '玛格丽特', '戴里克', '亚历山大', '维克多']),
    );
    expect(of('埃德温')!.aliases).toContain('埃德温·格雷');
    expect(of('维克多')!.aliases).toContain('维克多·莫兰');
  });

  it('are joined with the full ones that the text hardly uses', () => {
    const { people } = read(`${book(['怀礼', '玉秀'], 8)}${'宋怀礼老了。\n\n'.repeat(3)}`);
    expect(people.find(({ name }) => name === '怀礼')!.aliases).toEqual(['宋怀礼']);
  });

  it('are no headings of what is told about somebody', () => {
    const profile = (name: string) =>
      `姓名：${name}\n身份：“掌柜。”\n性格：“外冷内热。”\n口头禅：“随它去。”\n小癖：“数钱。”\n\n`;
    expect(
      new Set(cast(`${profile('林素秋')}${profile('赵铁山')}林素秋：“坐。”\n赵铁山：“好。”\n林素秋：“茶。”`)),
    ).toEqual(new Set(['林素秋', '赵铁山']));
  });
});

describe('who says a line, with more told around it', () => {
  const KNOWN = '林素秋道：“请。”\n\n赵铁山道：“请。”\n\n林素秋说：“坐。”\n\n赵铁山说：“好。”\n\n';
  const last = (text: string) => speakers(`${KNOWN}天亮了。\n\n${text}`).at(-1);

  it('is who acts after when, where or what they are', () => {
    expect(last('有一回林素秋站在院子里，问：“冷么？”')).toBe('林素秋');
    expect(last('灯下林素秋抬起头，说：“冷。”')).toBe('林素秋');
    expect(last('掌柜林素秋穿着一件旧袍，说：“冷。”')).toBe('林素秋');
  });

  it('is who does several things, with a part of theirs or an instrument', () => {
    expect(last('林素秋心里一沉，硬着头皮道：“是么？”')).toBe('林素秋');
    expect(last('林素秋不高兴了，脖子一梗说：“不去。”')).toBe('林素秋');
    expect(last('林素秋摘下眼镜，用生硬的官话说：“早安。”')).toBe('林素秋');
    expect(last('林素秋的脸沉了下来，过了很久才说：“走罢。”')).toBe('林素秋');
    expect(last('林素秋“啪”地一拍桌子：“走！”')).toBe('林素秋');
  });

  it('is not who is told about again, met or heard', () => {
    expect(last('赵铁山进来，悄悄地告诉赵铁山：“有雪。”')).toBeNull();
    expect(last('林素秋正要起身，只听门外有人道：“有雪。”')).toBeNull();
    expect(last('林素秋走着，背后一人大叫：“站住！”')).toBeNull();
    expect(last('因又见林素秋梳了头，便说：“好看。”')).toBeNull();
    expect(last('小厮赶上林素秋叫道：“站住！”')).toBeNull();
  });

  it('is whoever says their own name in the middle of a line', () => {
    expect(last('来人拱手，说：“久仰，我叫赵铁山，住北门。”')).toBe('赵铁山');
  });
});

describe('chineseTalk', () => {
  const unit = fc.constantFrom(
    ...'林素秋 赵铁山 韩月娘 陆衡 衡曰 他 她 说 道 问 笑道 对 和 又 便 ： ， 。 ？ … “ ” 「 」 雪 来了 众人 姓陆，名衡，字伯仁 的'.split(
      ' ',
    ),
    '\n',
    '\n\n',
    ' ',
    '\uD83C\uDF19',
  );

  it('gives every line to somebody in its cast or to nobody, the same each time', () => {
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 120 }), (text) => {
        const { passages } = divide(text);
        const lines = findQuotations(text, passages);
        const talk = attributeChineseSpeech(text, passages, lines);
        expect(talk.speakers).toHaveLength(lines.length);
        for (const speaker of talk.speakers) if (speaker) expect(talk.people).toContain(speaker);
        const names = talk.people.flatMap(({ name, aliases }) => [name, ...aliases]);
        expect(new Set(names).size).toBe(names.length);
        for (const { among } of talk.questions) expect(among.length).toBeGreaterThan(0);
        expect(attributeChineseSpeech(text, passages, lines)).toEqual(talk);
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => void read(text)));
  });
});
