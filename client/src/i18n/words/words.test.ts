import { describe, expect, it } from '@jest/globals';
import { en } from './en.js';
import { zh } from './zh.js';

/** Every leaf by its path, such as `chat.pins.title`. */
function leaves(words: object, path = ''): [string, unknown][] {
  return Object.entries(words).flatMap(([key, value]) =>
    value !== null && typeof value === 'object'
      ? leaves(value as object, `${path}${key}.`)
      : ([[`${path}${key}`, value]] as [string, unknown][]),
  );
}

const english = new Map(leaves(en));
const chinese = new Map(leaves(zh));

describe('the words of both languages', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('are of the same kind, with as many parameters at most', () => {
    for (const [path, value] of english) {
      const other = chinese.get(path);
      expect(`${path}: ${typeof other}`).toBe(`${path}: ${typeof value}`);
      if (typeof value === 'function' && typeof other === 'function')
        expect(other.length).toBeLessThanOrEqual(value.length);
    }
  });

  it('are in their own language', () => {
    const HAN = /[\u3400-\u9fff]/;
    const inChinese = [...english].filter(([path, text]) => HAN.test(String(text)) && !NAMES.test(path));
    expect(inChinese).toEqual([]);
    const notInChinese = [...chinese].filter(
      ([path, text]) =>
        typeof text === 'string' && /[a-z]{3,} [a-z]{3,}/.test(text) && !HAN.test(text) && !NAMES.test(path),
    );
    expect(notInChinese).toEqual([]);
  });

  it('use the quotation marks of their typography', () => {
    expect(
      [...english, ...chinese].filter(
        ([, text]) => /"/.test(String(text)) && typeof text === 'string' && !/[{[]/.test(text),
      ),
    ).toEqual([]);
  });
});

/** What is called the same everywhere. */
const NAMES = /^appearance\.chineseFonts\.|^models\.sampling\.names\.|\.transports\./;
