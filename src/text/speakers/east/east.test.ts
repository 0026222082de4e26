import { describe, expect, it } from '@jest/globals';
import { extractSheet } from '../../../sheets/extract/extractive-sheet.js';
import { divideExtracted, read } from '../reading.js';

const SOURCE = '00000000-0000-4000-8000-000000000000';
const reading = (text: string) => read(SOURCE, text, divideExtracted({ text }));
const said = (text: string) =>
  reading(text).quotations.map(({ speaker, text: line }) => `${speaker}> ${line}`);
const names = (text: string) =>
  reading(text)
    .people.map(({ name }) => name)
    .sort();

const JAPANESE =
  '温子は岬の灯台守だった。\n「遅かったね」と温子は言った。\n「霧が出ていたんだ」と、健太さんが静かに答えた。\n温子さんは黙って灯を見た。健太は笑った。\n「もう行くの？」温子は聞いた。\n「うん。また来るよ」\n健太は振り返って言った。「きっと来る」\n「本当に？」と彼女は呟いた。';
const KOREAN =
  '온유는 등대지기였다.\n"늦었네." 온유가 말했다.\n"안개가 꼈어." 민수 씨는 천천히 대답했다.\n온유는 말없이 불을 보았다. 민수는 웃었다.\n민준이가 말했다. "벌써 가?"\n"응. 또 올게."\n"정말이야?" 그녀가 물었다. 민준은 고개를 끄덕였다. 민준이가 갔다.';

describe('Japanese', () => {
  it('tells who speaks by what stands beside a line, and gives no line to a pronoun', () => {
    expect(said(JAPANESE)).toEqual([
      '温子> 遅かったね',
      '健太> 霧が出ていたんだ',
      '温子> もう行くの？',
      'null> うん。また来るよ',
      '健太> きっと来る',
      'null> 本当に？',
    ]);
    expect(names(JAPANESE)).toEqual(['健太', '温子'].sort());
  });

  it('has a sheet in the words of the text, its frame in English', () => {
    const sheet = extractSheet('温子', [reading(JAPANESE)]);
    expect(sheet.language).toBe('en');
    expect(sheet.identity.map(({ text }) => text)).toEqual([
      '温子は岬の灯台守だった。',
      '温子さんは黙って灯を見た。',
    ]);
  });
});

it('tells Japanese speakers whatever they do, and by their name alone before the line', () => {
  expect(
    said(`美咲は窓の外を見ていた。拓也が来た。
「コーヒーを二つ」と拓也が頼んだ。
「私は紅茶がいい」と、美咲が首を振った。
佐々木さんはうなずいて、「かしこまりました」と言い、奥へ戻った。佐々木さんは早かった。
美咲「手紙だ」
「どうします？」拓也君が心配そうに訊いた。`),
  ).toEqual([
    '拓也> コーヒーを二つ',
    '美咲> 私は紅茶がいい',
    '佐々木> かしこまりました',
    '美咲> 手紙だ',
    '拓也> どうします？',
  ]);
});

describe('Korean', () => {
  it('tells who asks, and whoever is called by a family name and a post', () => {
    expect(
      said(`지수는 창가에 앉아 비를 보고 있었다. 현우가 왔다.
"커피 두 잔이요." 현우가 부탁했다.
"저는 홍차요." 지수는 고개를 저었다.
박 선생님이 다가와 물었다. "뭐 드릴까요?"
"알겠습니다." 박 선생님이 말했다.`),
    ).toEqual([
      '현우> 커피 두 잔이요.',
      '지수> 저는 홍차요.',
      '박 선생> 뭐 드릴까요?',
      '박 선생> 알겠습니다.',
    ]);
  });

  it('tells who speaks, without particles and honorifics', () => {
    expect(said(KOREAN)).toEqual([
      '온유> 늦었네.',
      '민수> 안개가 꼈어.',
      '민준> 벌써 가?',
      'null> 응. 또 올게.',
      'null> 정말이야?',
    ]);
    expect(names(KOREAN)).toEqual(['민수', '민준', '온유']);
  });

  it('has a sheet in the words of the text', () => {
    const sheet = extractSheet('온유', [reading(KOREAN)]);
    expect(sheet.identity.map(({ text }) => text)).toEqual([
      '온유는 등대지기였다.',
      '온유는 말없이 불을 보았다.',
    ]);
  });
});

describe('any other language', () => {
  it('has a sheet of what is said of a given name', () => {
    const russian =
      'Марфа была хранительницей парома и жила у самой воды много лет подряд.\n— Ты опоздал, — сказала она, не поднимая глаз от верёвки.\nМарфа долго смотрела на него, а потом тихо ушла в дом.\n';
    const sheet = extractSheet('Марфа', [reading(russian)]);
    expect(sheet.identity.map(({ text }) => text)).toEqual([
      'Марфа была хранительницей парома и жила у самой воды много лет подряд.',
      'Марфа долго смотрела на него, а потом тихо ушла в дом.',
    ]);
  });
});

it.each(['「' + 'あ'.repeat(300_000), '「あ」温子は'.repeat(40_000), '"아" 온유는 '.repeat(40_000)])(
  'is not slowed by much of it',
  (text) => {
    reading(text);
  },
);
