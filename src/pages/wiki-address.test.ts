import { describe, expect, it } from '@jest/globals';
import { pageAddress, wikiAddress } from './wiki-address.js';

describe('wikiAddress', () => {
  it.each<[string, string[], Record<string, string>]>([
    ['https://en.wikipedia.org/wiki/Mara_Vell', ['/w/api.php', '/api.php'], { page: 'Mara Vell' }],
    ['https://orchard.fandom.com/wiki/Mara_Vell/Story', ['/api.php'], { page: 'Mara Vell/Story' }],
    ['https://orchard.fandom.com/zh/wiki/%E6%B2%88%E7%81%AF', ['/zh/api.php'], { page: '沈灯' }],
    ['https://orchard.fandom.com/pt-br/wiki/Mara?oldid=12', ['/pt-br/api.php'], { oldid: '12' }],
    ['https://wiki.a.test/w/index.php?title=Mara_Vell', ['/w/api.php'], { page: 'Mara Vell' }],
    ['https://wiki.a.test/index.php/Mara_Vell#Story', ['/api.php'], { page: 'Mara Vell' }],
    ['https://wiki.biligame.com/river/沈灯', ['/river/api.php'], { page: '沈灯' }],
    ['https://zh.moegirl.org.cn/沈灯', ['/api.php'], { page: '沈灯' }],
    ['https://zh.wikipedia.org/zh-cn/沈灯', ['/w/api.php'], { page: '沈灯', variant: 'zh-cn' }],
    ['https://a.test/wiki/100%', ['/w/api.php', '/api.php'], { page: '100%' }],
  ])('%s', (url, paths, page) => {
    const { origin } = new URL(url);
    expect(wikiAddress(url)).toEqual({ apis: paths.map((path) => origin + path), page });
  });

  it.each([
    'https://a.test/story/1',
    'https://a.test/',
    'https://a.test/wiki/',
    'https://a.test/w/index.php',
    'https://a.test/w/index.php?title=Mara&action=edit',
    'https://wiki.biligame.com/river/',
  ])('%s is no page of a wiki', (url) => {
    expect(wikiAddress(url)).toBeNull();
  });
});

describe('pageAddress', () => {
  it.each([
    [
      'https://a.fandom.com/zh/wiki/%E6%B2%88%E7%81%AF?oldid=7#x',
      '沈灯/语音',
      'https://a.fandom.com/zh/wiki/%E6%B2%88%E7%81%AF/%E8%AF%AD%E9%9F%B3',
    ],
    [
      'https://wiki.a.test/w/index.php?title=Mara_Vell&oldid=3',
      'Mara Vell/Story',
      'https://wiki.a.test/w/index.php?title=Mara_Vell/Story',
    ],
    [
      'https://wiki.a.test/index.php/Mara_Vell',
      'What? (100%)',
      'https://wiki.a.test/index.php/What%3F_(100%25)',
    ],
    ['https://wiki.biligame.com/river/x', '沈灯', 'https://wiki.biligame.com/river/%E6%B2%88%E7%81%AF'],
  ])('beside %s, of %s', (url, title, expected) => {
    expect(pageAddress(url, title)).toBe(expected);
    expect(wikiAddress(expected)?.page).toEqual({ page: title });
  });
});
