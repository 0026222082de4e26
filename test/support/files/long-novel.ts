const CHAPTERS = 12;
/** Told in the third chapter and in the ninth, and nowhere else. */
export const EARLY = 3;
export const LATE = 9;
const ORDER = '一二三四五六七八九十'.split('').concat('十一', '十二');

/** A novel of our own: who it is about, and what of it is asked for. */
export interface NovelWords {
  language: string;
  name: string;
  heading(chapter: number): string;
  filler(chapter: number, n: number): string;
  early: string;
  late: string;
  /** A text as it stands in the file. */
  wrapped(text: string): string;
  question: string;
}

export const ENGLISH: NovelWords = {
  language: 'English',
  name: 'Martha Quill',
  heading: (chapter) => `Chapter ${chapter}: The ${chapter}th Tide`,
  filler: (chapter, n) =>
    [
      `The packet boat came in on day ${chapter * 31 + n} with flour, rope and a crate of hens, and nobody paid for the hens.`,
      `“The wick wants trimming,” said Martha Quill, and went up the stairs again with a can of oil in either hand.`,
      `Rain fell on the rock from dawn; the gulls sat in a row along the wall and looked at the weather as if it owed them money.`,
      `Tobias counted the barrels twice, wrote ${chapter + n} into the ledger, and said that the sea would have to answer for the rest.`,
    ][(chapter + n) % 4]!,
  early:
    'It was then that Martha Quill sold the brass sextant, which had been her grandfather’s, to a pedlar from Over Wick, and he counted eleven shillings into her palm without a word about the price.',
  late: 'The sextant hung over the counter of the Three Herrings in the end, upside down, where Martha Quill saw it and turned on her heel.',
  // Lines of some sixty letters, as old plain texts have them.
  wrapped: (text) => text.replace(/(.{50,68}) /g, '$1\n'),
  question: 'What became of your grandfather’s brass sextant: who bought it, and where did it hang?',
};

export const CHINESE: NovelWords = {
  language: 'Chinese',
  name: '沈婆婆',
  heading: (chapter) => `第${ORDER[chapter - 1]}章 潮水`,
  filler: (chapter, n) =>
    [
      `邮船是第${chapter * 31 + n}天进港的，带来面粉、缆绳和一笼母鸡，母鸡的钱却没有人肯出。`,
      `沈婆婆说道：“灯芯该剪了。”说完又提着两罐油上楼去了，谁也没有跟着她。`,
      '雨从天亮就落在礁石上，海鸥沿着墙根站成一排，看天的样子像是天欠了它们的账。',
      `阿福把木桶数了两遍，在账本上写下${chapter + n}，又说剩下的要去问大海。`,
    ][(chapter + n) % 4]!,
  early:
    '就在那时，沈婆婆把祖父留下的铜罗盘卖给了从上洼来的货郎，货郎把十一个铜板数在她手心里，价钱的事一句也没有提。',
  late: '那只罗盘后来倒挂在三条鱼酒馆的柜台上方，沈婆婆看见了，转身便走。',
  wrapped: (text) => text,
  question: '你祖父的铜罗盘后来怎么样了？是谁买去的，又挂在哪里？',
};

/** The whole of it: some 60,000 letters in English, longer than a small window. */
export function novel({ heading, filler, early, late, wrapped }: NovelWords): string {
  return Array.from({ length: CHAPTERS }, (_, at) => {
    const chapter = at + 1;
    const paragraphs = Array.from({ length: 60 }, (__, n) => wrapped(filler(chapter, n)));
    if (chapter === EARLY) paragraphs.splice(30, 0, wrapped(early));
    if (chapter === LATE) paragraphs.splice(20, 0, wrapped(late));
    return [heading(chapter), ...paragraphs].join('\n\n');
  }).join('\n\n\n');
}
