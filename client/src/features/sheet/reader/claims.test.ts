import { describe, expect, it } from '@jest/globals';
import type { Claim } from '../../../../../src/contracts/sheet.js';
import { sheetSchema } from '../../../../../src/contracts/sheet.js';
import { disputes, joinedClaim } from './claims.js';

const place = (passageId: string) => ({ sourceId: 's', passageId, start: 0, end: 2, quote: 'ab' });
const claim = (text: string, kind: Claim['kind'], ...passages: string[]): Claim => ({
  id: text,
  text,
  kind,
  citations: passages.map(place),
});

describe('two claims as one', () => {
  it('rest on the passages of both, each once, and are no surer than the less sure', () => {
    expect(
      joinedClaim(claim('Tall.', 'stated', 'p1', 'p2'), claim('Sixty.', 'inferred', 'p2', 'p3')),
    ).toEqual({
      ...claim('Tall.', 'inferred', 'p1', 'p2', 'p3'),
      text: 'Tall. Sixty.',
    });
  });

  it('have no space between them in Chinese', () => {
    expect(joinedClaim(claim('个子高。', 'stated'), claim('六十岁。', 'stated')).text).toBe(
      '个子高。六十岁。',
    );
  });
});

describe('claims that say otherwise', () => {
  it('are known from either side, and only those that still stand', () => {
    const sheet = sheetSchema.parse({
      identity: [
        { ...claim('Sixty.', 'stated'), contradicts: ['Fifty.', 'gone'] },
        claim('Fifty.', 'stated'),
      ],
    });
    const against = disputes(sheet);
    expect(against.get('Sixty.')?.map(({ text }) => text)).toEqual(['Fifty.']);
    expect(against.get('Fifty.')?.map(({ text }) => text)).toEqual(['Sixty.']);
  });
});
