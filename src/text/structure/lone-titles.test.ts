import { describe, expect, it } from '@jest/globals';
import { findHeadings } from './headings.js';

const titles = (text: string) => findHeadings(text).map((heading) => heading.title);
const zhStory = '　　东村王生，少孤贫，以卖炭为业。一夕归，见道旁有狐，卧雪中不能起，怜而负之。\n'.repeat(8);
const enStory = 'The snow had stopped before dawn, and there were footprints in the yard\nthat nobody could explain.\n\n'.repeat(6); // prettier-ignore

describe('titles that count nothing', () => {
  it('are found between paragraphs in Chinese, with blank lines and without', () => {
    const names = ['雪狐', '卖炭翁之女', '画中人', '渡鬼'];
    expect(titles(names.map((name) => `${name}\n${zhStory}`).join(''))).toEqual(names);
    expect(titles(names.map((name) => `${name}\n\n${zhStory}\n\n`).join(''))).toEqual(names);
    const flush = zhStory.replaceAll('　', '');
    expect(titles(names.map((name) => `${name}\n${flush}`).join(''))).toEqual(names);
  });

  it('are found once where a table of contents stands in front', () => {
    const names = ['雪狐', '卖炭翁之女', '画中人', '渡鬼'];
    const text = `目录\n${names.join('\n')}\n\n${names.map((name) => `${name}\n${zhStory}`).join('')}`;
    const found = findHeadings(text);
    expect(found.map((heading) => heading.title)).toEqual(names);
    expect(found[0]!.start).toBe(text.lastIndexOf(names[0]!));
  });

  it('stand under the volumes of a collection', () => {
    const text = ['卷一', '雪狐', '画中人', '棋痴', '卷二', '渡鬼', '石匠'].map((line) => line.startsWith('卷') ? `${line}\n\n` : `${line}\n${zhStory}\n`).join(''); // prettier-ignore
    expect(titles(text)).toEqual(['卷一 雪狐', '画中人', '棋痴', '卷二 渡鬼', '石匠']);
  });

  it('are found in English in capitals, and after many blank lines', () => {
    const capitals = ['THE FOX IN THE SNOW', 'THE CHARCOAL BURNER', "THE FERRYMAN'S WIFE"];
    expect(titles(capitals.map((name) => `${name}\n\n${enStory}`).join(''))).toEqual(capitals);
    const small = ['The Fox in the Snow', 'The Charcoal Burner', 'Who Was It?'];
    expect(titles(small.map((name) => `\n\n\n${name}\n\n\n${enStory}`).join(''))).toEqual(small);
  });

  it('are no verses, shouts, signatures or breaks', () => {
    const verse = '　　生吟曰：\n月落空山静\n灯残旅梦寒\n归鸿啼夜半\n';
    expect(findHeadings((zhStory + verse).repeat(5))).toEqual([]);
    const shout = '“STOP!”\n\n* * *\n\nYours truly,\n\nMartha Quill\n\nNo\n\n';
    expect(findHeadings((enStory + shout).repeat(5))).toEqual([]);
  });

  it('are left alone where there are chapters', () => {
    const text = ['CHAPTER I', 'CHAPTER II', 'CHAPTER III'].map((name) => `${name}\n\n${enStory}THE LETTER\n\n${enStory}`).join(''); // prettier-ignore
    expect(titles(text)).toEqual(['CHAPTER I', 'CHAPTER II', 'CHAPTER III']);
  });

  it.each<[string, string[], string]>([
    ['English', ['3 May', '4 May', '12 June'], enStory],
    ['American', ['Monday, May 3rd, 1893.', 'Tuesday, May 4th, 1893.', 'Friday, June 9th, 1893.'], enStory],
    ['Chinese', ['五月三日 晴', '五月四日 雨', '六月初九 阴'], zhStory],
    ['numbered', ['2021-05-03', '2021-05-04', '2021-06-09 rain'], enStory],
  ])('may be the days of a diary: %s', (_, days, story) => {
    expect(titles(days.map((day) => `${day}\n\n${story}`).join('\n\n'))).toEqual(days);
  });
});
