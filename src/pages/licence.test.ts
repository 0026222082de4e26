import { describe, expect, it } from '@jest/globals';
import { licenceOf } from './licence.js';

describe('licenceOf', () => {
  it.each([
    ['https://low-quay.fandom.com/zh/wiki/x', 'CC BY-SA'],
    ['https://zh.wikipedia.org/wiki/x', 'CC BY-SA 4.0'],
    ['https://zh.moegirl.org.cn/x', 'CC BY-NC-SA 3.0 CN'],
    ['https://wiki.biligame.com/river/x', 'CC BY-NC-SA 4.0'],
    ['https://baike.baidu.com/item/x', 'All rights reserved'],
    ['https://fandom.com.a.test/wiki/x', null],
    ['https://notwikipedia.org/', null],
    [undefined, null],
  ])('%s: %s', (url, licence) => {
    expect(licenceOf(url)).toBe(licence);
  });

  it.each([
    ['https://creativecommons.org/licenses/by-sa/4.0/deed.en', 'CC BY-SA 4.0'],
    ['//creativecommons.org/licenses/by-nc-nd/3.0/cn/', 'CC BY-NC-ND 3.0 CN'],
    ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0'],
    ['GNU FDL 1.3', 'GNU FDL 1.3'],
    ['https://a.test/terms', null],
    ['', null],
  ])('where the page says %s: %s', (stated, licence) => {
    expect(licenceOf('https://a.test/wiki/x', [undefined, stated])).toBe(licence);
  });

  it('is short, whatever a page says', () => {
    expect(licenceOf('https://a.test/', [`\u202E${'x'.repeat(5000)}`])).toBe('x'.repeat(100));
  });
});
