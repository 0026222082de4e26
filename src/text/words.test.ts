import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rank, words } from './words.js';

describe('words', () => {
  it('brings forms of an English word together', () => {
    for (const forms of [
      ['walk', 'walks', 'walked', 'walking', "walk's", 'Walk’s'],
      ['story', 'stories'],
      ['stop', 'stopped', 'stopping'],
      ['house', 'houses', "houses'"],
      ['love', 'loved', 'loving'],
    ]) {
      expect(new Set(forms.flatMap(words)).size).toBe(1);
    }
  });

  it('keeps short words and doubled letters that belong', () => {
    expect(words('bus glass king red sing bed')).toEqual(['bus', 'glass', 'king', 'red', 'sing', 'bed']);
  });

  it('leaves out what every sentence has', () => {
    expect(words('The cat is on the roof, and it will not come.')).toEqual(['cat', 'roof', 'com']);
  });

  it('pairs Han, and keeps a lone one', () => {
    expect(words('红楼梦，茶。Ｔｅａ 2024年3月')).toEqual([
      '红楼',
      '楼梦',
      '茶',
      'tea',
      '2024',
      '年',
      '3',
      '月',
    ]);
  });
});

describe('rank', () => {
  const passages = [
    'She planted roses by the gate.',
    'My sister is called Anna; Anna has a cat.',
    '我妹妹叫安娜，她养了一只猫。',
    '昨天下雪了，门口都是脚印。',
    'Anna once walked to the sea, and there she met a great many people whom she never saw again.',
  ];

  it('puts first what says most of it', () => {
    expect(rank("What is my sister's name? Anna?", passages).map((r) => r.index)).toEqual([1, 4]);
    expect(rank('妹妹的猫叫什么', passages).map((r) => r.index)).toEqual([2]);
    expect(rank('footprints', passages)).toEqual([]);
    expect(rank('the', passages)).toEqual([]);
    expect(rank('anna', [])).toEqual([]);
  });

  it('is sorted, positive, and finds exactly those that share a word', () => {
    const text = fc
      .array(fc.constantFrom('rose', 'gate', '猫', '下雪', '安娜', 'the', '7'))
      .map((w) => w.join(' '));
    fc.assert(
      fc.property(text, fc.array(text), (query, list) => {
        const ranked = rank(query, list);
        expect(ranked).toEqual([...ranked].sort((a, b) => b.score - a.score || a.index - b.index));
        for (const { score } of ranked) expect(score).toBeGreaterThan(0);
        const asked = words(query);
        const sharing = list.flatMap((p, i) => (words(p).some((w) => asked.includes(w)) ? [i] : []));
        expect(ranked.map((r) => r.index).sort((a, b) => a - b)).toEqual(sharing);
      }),
    );
  });
});
