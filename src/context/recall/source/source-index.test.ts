import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from '../../../text/search/slices.js';
import { words } from '../../../text/search/words.js';
import { hashTerm } from '../index/recall-index.js';
import { hanOf, piecesOf, SourceIndex } from './source-index.js';

const LEXICON = ['lamp', 'harbour', '饼干', '渡口的灯', 'Thursday', 'x1', 'Mrs. Vane'];
const text = fc.array(fc.constantFrom(...LEXICON, '.', '。', '\n'), { minLength: 1, maxLength: 60 });
const passages = fc.array(text, { maxLength: 40 }).map((texts) =>
  texts.map((list, at) => ({
    n: at + 3,
    section: 1 + Math.floor(at / 5),
    title: 'One',
    text: list.join(' '),
  })),
);

describe('SourceIndex', () => {
  it('finds every term in every piece that it stands in, also read back from its bytes', () => {
    fc.assert(
      fc.property(passages, (source) => {
        const index = new SourceIndex(atOnce(SourceIndex.of(source)).bytes);
        const pieces = source.flatMap((passage) =>
          piecesOf(passage.text).map(({ start, end }, part) => ({
            passage: passage.n,
            section: passage.section,
            part,
            text: passage.text.slice(start, end),
          })),
        );
        expect(index.pieces).toBe(pieces.length);
        pieces.forEach(({ passage, section, part }, n) =>
          expect([index.passages[n], index.sections[n], index.parts[n]]).toEqual([passage, section, part]),
        );
        for (const term of new Set(LEXICON.flatMap((word) => [...words(word), ...hanOf(word)]))) {
          const expected = pieces.flatMap((piece, n) => {
            const all = [...words(piece.text), ...hanOf(piece.text)];
            const count = all.filter((found) => found === term).length;
            return count ? [{ piece: n, count: Math.min(count, 15) }] : [];
          });
          const found = index.find(hashTerm(term));
          // What stands in most pieces is left out.
          if (found.length || expected.length <= 16) expect(found).toEqual(expected);
        }
        expect(index.find(hashTerm('lighthouse'))).toEqual([]);
      }),
    );
  });

  it('rests at each piece, however few and long the passages are, and again and again afterwards', () => {
    const long = (n: number) =>
      Array.from({ length: 4000 }, (_, at) =>
        String.fromCharCode(0x4e00 + ((n * 7919 + at * 31) % 20_000)),
      ).join('');
    const source = Array.from({ length: 8 }, (_, n) => ({ n, section: n, title: `${n}`, text: long(n) }));
    const work = SourceIndex.of(source);
    let rests = 0;
    let step = work.next();
    for (; !step.done; step = work.next()) rests++;
    expect(rests).toBeGreaterThan(2 * step.value.pieces + 2 * 8 * Math.floor(4000 / 1024));
  });

  it('leaves what Han characters find as well out of a long text, and finds the piece by them', () => {
    const plain = '雨下了一整天，渡口的船都靠在岸边。';
    const source = Array.from({ length: 1200 }, (_, at) => ({
      n: at + 1,
      section: 1,
      title: '',
      text: at === 700 ? '哑叔修好了磨坊的筒车，天色便亮了。' : plain,
    }));
    const index = atOnce(SourceIndex.of(source));
    expect(index.find(hashTerm('筒车'))).toEqual([]);
    expect(index.find(hashTerm('筒'))).toEqual([{ piece: 700, count: 1 }]);
    expect(atOnce(SourceIndex.of(source.slice(300, 1100))).find(hashTerm('筒车'))).toHaveLength(1);
  });

  it('refuses what is no index, or is cut', () => {
    const { bytes } = atOnce(SourceIndex.of([{ n: 1, section: 1, title: '', text: 'The lamp was lit.' }]));
    for (const broken of [Buffer.from('nothing of that kind'), Buffer.from(''), bytes.slice(0, -1)])
      expect(() => new SourceIndex(broken)).toThrow('No index');
  });
});

describe('the pieces of a passage', () => {
  it('hold all of it, in order, and end with a sentence where there is one', () => {
    const sentences = fc.array(
      fc.constantFrom(
        'The coach stood in the yard. ',
        '“Wait!” ',
        '雨下了一整天。',
        'and so on and on, ',
        '\n',
      ),
      { minLength: 1, maxLength: 200 },
    );
    fc.assert(
      fc.property(sentences, (list) => {
        const whole = list.join('');
        const pieces = piecesOf(whole);
        expect(pieces.map(({ start, end }) => whole.slice(start, end)).join('')).toBe(whole);
        for (const { end } of pieces.slice(0, -1)) expect(whole.slice(0, end)).toMatch(/[.!。”]\s*$/);
      }),
    );
  });

  it('are about as long as one another', () => {
    const whole = 'The ferry does not go before the tide. '.repeat(80);
    const lengths = piecesOf(whole).map(({ start, end }) => end - start);
    expect(lengths.length).toBeGreaterThan(3);
    expect(Math.max(...lengths)).toBeLessThan(2 * Math.min(...lengths));
  });
});
