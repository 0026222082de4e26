import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Claim, type Sheet, sheetSchema } from '../../../../../src/contracts/sheet.js';
import { isNothing, marksOf, sheetChanges } from './sheet-changes.js';

const claim = (id: string, text: string, more: Partial<Claim> = {}): Claim => ({
  id,
  text,
  kind: 'invented',
  citations: [],
  ...more,
});
const sheet = (parts: Partial<Sheet>): Sheet => sheetSchema.parse(parts);
const citation = { sourceId: crypto.randomUUID(), passageId: 'p1', start: 0, end: 2, quote: 'ab' };

describe('what changed on a sheet', () => {
  it('tells what is new, what is gone and what was reworded, each in its part', () => {
    const { claims } = sheetChanges(
      sheet({ identity: [claim('1', 'She keeps the ferry.'), claim('2', 'She is sixty.')] }),
      sheet({
        identity: [claim('1', 'She keeps the old ferry.')],
        voice: [claim('9', 'She says little.')],
      }),
    );
    expect(
      claims.map(({ part, changes }) => [
        part,
        changes.map(({ before, after }) => [before?.text, after?.text]),
      ]),
    ).toEqual([
      [
        'identity',
        [
          ['She keeps the ferry.', 'She keeps the old ferry.'],
          ['She is sixty.', undefined],
        ],
      ],
      ['voice', [[undefined, 'She says little.']]],
    ]);
  });

  it('knows a claim by its words where ids were given anew, and one that stands elsewhere now', () => {
    const { claims } = sheetChanges(
      sheet({ identity: [claim('identity-1', '她撑船三十年了。'), claim('identity-2', '她六十岁。')] }),
      sheet({
        identity: [claim('identity-1', '她六十岁。')],
        timeline: [claim('timeline-1', '她撑船三十年了。')],
      }),
    );
    expect(claims).toHaveLength(1);
    expect(claims[0]).toMatchObject({ part: 'timeline', changes: [{ movedFrom: 'identity' }] });
  });

  it('tells when only the passages differ', () => {
    const { claims } = sheetChanges(
      sheet({ identity: [claim('1', 'The same.', { citations: [citation] })] }),
      sheet({ identity: [claim('1', 'The same.')] }),
    );
    expect(claims[0]?.changes).toHaveLength(1);
  });

  it('tells of greetings, the scene and the lorebook', () => {
    const changes = sheetChanges(
      sheet({ greetings: ['Good morning to you.', 'Hm.'], scenario: 'A quay.' }),
      sheet({
        greetings: ['Good morning to you all.'],
        scenario: 'A quay at night.',
        lorebook: { entries: [{ keys: ['渡口'], content: '在河边。' }] },
      }),
    );
    expect(changes.greetings).toEqual([
      { before: 'Good morning to you.', after: 'Good morning to you all.' },
      { before: 'Hm.', after: '' },
    ]);
    expect(changes.texts.map(({ field }) => field)).toEqual(['scenario']);
    expect(changes.lorebook).toEqual([{ before: '', after: '渡口\n在河边。' }]);
  });

  it('finds nothing where nothing changed, and each claim at most once', () => {
    const claims = fc
      .uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 6 })
      .map((texts) => texts.map((text, n) => claim(`c${n}`, text)));
    const sheets = fc.record({ identity: claims, world: claims });
    fc.assert(
      fc.property(sheets, sheets, (a, b) => {
        expect(isNothing(sheetChanges(sheet(a), sheet(a)))).toBe(true);
        const told = sheetChanges(sheet(a), sheet(b)).claims.flatMap(({ changes }) => changes);
        for (const side of ['before', 'after'] as const) {
          const texts = told.flatMap((change) => (change[side] ? [change[side]] : []));
          expect(new Set(texts).size).toBe(texts.length);
        }
      }),
    );
  });
});

describe('a text with marks', () => {
  it('goes by words in English and by characters in Chinese', () => {
    expect(marksOf({ before: 'She is sixty.', after: 'She is seventy.' }).map(({ text }) => text)).toEqual([
      'She is ',
      'sixty',
      'seventy',
      '.',
    ]);
    expect(marksOf({ before: '她六十岁。', after: '她七十岁。' })).toEqual([
      { text: '她', kind: 'same' },
      { text: '六', kind: 'removed' },
      { text: '七', kind: 'added' },
      { text: '十岁。', kind: 'same' },
    ]);
  });

  it('tells what shares next to nothing as one text after the other', () => {
    const [before, after] = ['He is told of at noon.', 'A lamp is what she keeps.'];
    expect(marksOf({ before, after })).toEqual([
      { text: before, kind: 'removed' },
      { text: after, kind: 'added' },
    ]);
  });

  it('gives back both texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const marks = marksOf({ before, after });
        const without = (kind: string) =>
          marks
            .filter((mark) => mark.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect(without('added')).toBe(before);
        expect(without('removed')).toBe(after);
      }),
    );
  });
});
