import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isWrapped, LONGEST_PASSAGE, paragraphs } from './passages.js';

const cut = (text: string) =>
  paragraphs(text, 0, text.length, isWrapped(text)).map(({ start, end }) => text.slice(start, end));

const wrappedEn = `The snow had stopped before dawn, and the yard was so white that the old
man stood for a while in the door and did not want to be the first one
who walked there.

“Somebody was here,” he said at last, and pointed with his pipe at the
footprints that went from the gate to the window and back again to the
gate.

Nobody answered.`;

const wrappedZh = `    雪下了一夜，天亮时才停。老李推开门，看见院子里有一行脚印，从大门口一直
走到窗下，又从窗下走回大门口，不知是谁，半夜里来过，又不声不响地走了，连
狗也没有叫一声。
    “有人来过。”他说。
    “是他吗？”她放下手里的针线，走到门口来，朝院子里看了一看，又看了一
看，没有再说什么。`;

describe('paragraphs', () => {
  it('joins lines that were broken to a width, in English and in Chinese', () => {
    expect(cut(wrappedEn)).toHaveLength(3);
    expect(cut(wrappedEn)[1]).toMatch(/^“Somebody.*gate\.$/s);
    expect(cut(wrappedZh)).toHaveLength(3);
    expect(cut(wrappedZh)[1]).toBe('“有人来过。”他说。');
  });

  it('goes on with a small letter, indented or not', () => {
    const text = wrappedEn
      .replace('footprints that', ' footprints that')
      .replace('gate.\n', 'gate.”\n said the old man.\n');
    expect(cut(text)).toHaveLength(3);
    expect(cut(text)[1]).toMatch(/said the old man\.$/);
  });

  it('keeps the items of a list apart, with their marks', () => {
    const en = ['- a pipe that nobody in the village had ever seen the old man smoke', '- two boots', '3) the dog, which had not barked all night, although it always barked\nat strangers']; // prettier-ignore
    expect(cut(`${wrappedEn}\n\nThere was in the yard:\n${en.join('\n')}`).slice(-3)).toEqual(en);
    const zh = ['1、一根烟袋', '2、两只靴子', '3、一条一夜没有叫的狗'];
    expect(cut(`${wrappedZh}\n    院子里有：\n${zh.join('\n')}`).slice(-3)).toEqual(zh);
    expect(cut(wrappedEn.replace('stood for', '12) stood for'))).toHaveLength(3);
  });

  it('takes each line for a paragraph elsewhere', () => {
    expect(cut('　　雪停了。\n　　“有人来过，”他说，\n\n　　没有人回答。 ')).toEqual(['雪停了。', '“有人来过，”他说，', '没有人回答。']); // prettier-ignore
    expect(cut('Name: Anna\nBorn: March 3\nHome: a village by the sea\nLikes: tea')).toHaveLength(4);
  });

  it('divides what is too long after a sentence', () => {
    const en = 'It snowed on Mr. Gray and nobody was there to see it happen. '.repeat(200);
    const zh = '雪下了一夜，天亮时才停。老李说：“有人来过！”'.repeat(500);
    for (const [text, end] of [
      [en, /happen\.$/],
      [zh, /[。”]$/],
    ] as const) {
      // prettier-ignore
      const pieces = cut(text);
      expect(pieces.length).toBeGreaterThan(2);
      for (const piece of pieces) expect(piece).toMatch(end);
      expect(pieces.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    }
  });

  it('divides even where there is nothing to divide at, but never a character', () => {
    const pieces = cut('a' + '😀'.repeat(5000));
    expect(pieces.every((piece) => piece.length <= LONGEST_PASSAGE && piece.isWellFormed())).toBe(true);
  });

  it('leaves only blanks outside, and none around', () => {
    const unit = fc.constantFrom(
      'a',
      '雪',
      '。',
      '.',
      ' ',
      '\n',
      '\u3000',
      '\u00A0',
      '\t',
      '“',
      'word '.repeat(20),
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 200 }), fc.boolean(), (text, wrapped) => {
        let at = 0;
        for (const { start, end } of paragraphs(text, 0, text.length, wrapped)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
    );
  });
});
