import { describe, expect, it } from '@jest/globals';
import { readSheet, readSheetWhole } from './read-sheet.js';

const claim = { id: 'a', text: 'A clockmaker.', kind: 'invented', citations: [] };
const WRONG = Array.from({ length: 400_000 }, () => 1);

describe('a sheet as it was stored', () => {
  it('comes back as it is where nothing is wrong in it', () => {
    const lorebook = { entries: [{ keys: ['x'], content: 'y', more: [1] }], name: 'Book' };
    const stored = { language: 'zh', identity: [claim], greetings: ['Hm?'], nickname: 'M', lorebook };
    const { sheet, whole } = readSheetWhole(stored);
    expect(whole).toBe(true);
    expect(sheet).toMatchObject(stored);
    expect(sheet.voice).toEqual([]);
  });

  it.each([
    ['claims', { identity: [claim, null, { ...claim, kind: 'said' }] }],
    ['greetings', { identity: [claim], greetings: 'Hello' }],
    ['fields', { identity: [claim], language: 'fr', scenario: 7, lorebook: [] }],
    ['lists without an end', { identity: [claim, ...WRONG], greetings: WRONG, lorebook: { entries: WRONG } }],
    [
      'long lists within items',
      {
        identity: [claim, { ...claim, citations: WRONG }],
        lorebook: { entries: [{ keys: WRONG, content: '' }] },
      },
    ],
  ])('is read without wrong %s', (_, stored) => {
    expect(readSheetWhole(stored).whole).toBe(false);
    expect(readSheet(stored)).toMatchObject({ language: 'en', identity: [claim], scenario: '' });
  });

  it.each([[undefined], [null], [7], [[]], ['sheet']])('that is %p is an empty one', (stored) => {
    expect(readSheetWhole(stored)).toMatchObject({ whole: false, sheet: { identity: [], lorebook: null } });
  });
});
