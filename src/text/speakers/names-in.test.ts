import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { namesIn } from './names-in.js';

/** The same by one expression of all names. */
function plainly(names: readonly string[], isSpaced: boolean, text: string): string[] {
  const any = [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/ /g, '\\s+'))
    .join('|');
  const whole = isSpaced ? `(?<!\\p{L})(?:${any})(?!\\p{L}|\\s+\\p{Lu}\\p{Ll})` : any;
  return [...text.matchAll(new RegExp(whole, 'gu'))].map(([found]) => found);
}

describe('names in a text', () => {
  it('are the longest at each place, whole, and over any blanks', () => {
    const find = namesIn(['Emma', 'Emma Hale', 'Mr. Hale', 'Hale', 'Anne-Marie', 'O’Brien'], true);
    expect(find('Emma met Mr.\n Hale; Emma  Hale, Anne-Marie and O’Brien. Emmas Hale Street, Hale.')).toEqual(
      ['Emma', 'Mr.\n Hale', 'Emma  Hale', 'Anne-Marie', 'O’Brien', 'Hale'],
    );
    expect(namesIn(['曹操', '操', '玄德公'], false)('曹操笑，操怒，玄德公去。')).toEqual([
      '曹操',
      '操',
      '玄德公',
    ]);
  });

  it.each([true, false])('are those of one expression of all of them (between words: %s)', (isSpaced) => {
    const word = fc.constantFrom('Ann', 'Mr.', 'Lee', 'Annie', 'of', '张', '三', 'J.', '-', '’s', '.');
    const name = fc
      .array(word, { minLength: 1, maxLength: 4 })
      .map((words) => words.join(isSpaced ? ' ' : ''));
    const text = fc
      .array(fc.tuple(word, fc.constantFrom(' ', '', '\n', ', ')), { maxLength: 30 })
      .map((parts) => parts.flat().join(''));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), text, (names, said) => {
        expect(namesIn(names, isSpaced)(said)).toEqual(plainly(names, isSpaced, said));
      }),
    );
  });
});
