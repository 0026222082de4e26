import { describe, expect, it } from '@jest/globals';
import { isSpoken, mainTitle, offersFor, subjectOf } from './subpages.js';

describe('a title', () => {
  it.each([
    ['Mara Vell', 'Mara Vell', 'Mara Vell'],
    ['Mara Vell/Voice-Overs', 'Mara Vell', 'Mara Vell'],
    ['Mara Vell/Voice-Overs/Japanese', 'Mara Vell', 'Mara Vell'],
    ['Mara Vell (Low Quay)', 'Mara Vell (Low Quay)', 'Mara Vell'],
    ['Quay/lamp light', 'Quay/lamp light', 'Quay/lamp light'],
    ['Quay/lamp light/Story', 'Quay/lamp light', 'Quay/lamp light'],
    ['沈灯', '沈灯', '沈灯'],
    ['沈灯(长河)/语音', '沈灯(长河)', '沈灯'],
    ['沈灯（长河）/人际关系', '沈灯（长河）', '沈灯'],
    ['(unnamed)', '(unnamed)', '(unnamed)'],
  ])('%s belongs to %s, on %s', (title, main, subject) => {
    expect(mainTitle(title)).toBe(main);
    expect(subjectOf(title)).toBe(subject);
  });

  it.each([
    'Mara/Voice-Overs',
    'Mara/Voice Overs',
    'Mara/voice_lines',
    'Mara/Voice-Overs/Chinese',
    '沈灯/语音',
    '台词',
  ])('%s is of spoken lines', (title) => expect(isSpoken(title)).toBe(true));
  it.each(['Mara', 'Mara/Story', '沈灯/角色故事', 'Voice actors'])('%s is not', (title) =>
    expect(isSpoken(title)).toBe(false),
  );
});

describe('offersFor', () => {
  const page = (title: string) => ({ title, url: `https://a.test/wiki/${title}` });
  const offered = (title: string, titles: string[]) =>
    offersFor(title, titles.map(page)).map((offer) => [offer.title, offer.suggested]);

  it('offers subpages, the telling ones first, and nobody else’s', () => {
    expect(
      offered('Batwing', [
        'Batwing/Gallery',
        'Batwing/Change History',
        'Batwing/History',
        'Batwing/Voice-Overs',
        'Batwing/Voice-Overs',
        'Batwing/',
        'Batwing',
        'Batwing Returns',
        'Batwing: Year One',
        'Batwing (Quotes)',
        'Talk:Batwing/Story',
        'Another/Story',
      ]),
    ).toEqual([
      ['Batwing/History', true],
      ['Batwing/Voice-Overs', true],
      ['Batwing (Quotes)', true],
      ['Batwing/Gallery', false],
      ['Batwing/Change History', false],
    ]);
  });

  it('offers the page itself and its other parts beside a subpage', () => {
    expect(offered('沈灯/语音', ['沈灯', '沈灯/语音', '沈灯/角色故事', '沈灯/命之座'])).toEqual([
      ['沈灯', true],
      ['沈灯/角色故事', true],
      ['沈灯/命之座', false],
    ]);
  });

  it('has a bound', () => {
    const many = Array.from({ length: 5000 }, (_, n) => `Mara/${n}`);
    expect(offered('Mara', [...many, 'Mara/Story'])).toHaveLength(60);
    expect(offered('Mara', [...many, 'Mara/Story'])[0]).toEqual(['Mara/Story', true]);
  });
});
