import { describe, expect, it } from '@jest/globals';
import { atOnce } from './slices.js';
import { estimateTokens } from './tokens.js';
import { rank, tells, words } from './words.js';

describe('words', () => {
  it('takes Latin words without their endings and pairs of Chinese characters', () => {
    expect(words('The two cats')).toEqual(['two', 'cat']);
    expect(words('我的生日3月')).toEqual(['我的', '的生', '生日', '3', '月']);
  });

  it('knows which words of a question only ask', () => {
    expect(tells('how', 'How')).toBe(0);
    expect(tells("won't", 'won’t')).toBe(0);
    expect(tells('cat', 'Cats')).toBe(1);
    expect(['生日', '的生', '是什', '我'].map((word) => tells(word, word))).toEqual([1, 0.5, 0, 0]);
  });

  it('ranks what shares rare words first', () => {
    const passages = [
      'I like tea in the morning.',
      'My cat Biscuit hates rain.',
      '我的生日是三月初九。',
      'Tea, tea, tea.',
    ];
    expect(atOnce(rank('what does the cat hate', passages))[0]?.index).toBe(1);
    expect(atOnce(rank('你的生日是哪天', passages))[0]?.index).toBe(2);
    expect(atOnce(rank('xyzzy', passages))).toEqual([]);
  });
});

describe('estimateTokens', () => {
  it('counts Chinese and English by their own measure, and never shrinks as a text grows', () => {
    const chinese = estimateTokens('他今年四十一岁，生日是腊月初八。'.repeat(100)) / 1600;
    expect(chinese).toBeGreaterThan(0.5);
    expect(chinese).toBeLessThan(1.1);
    const english = estimateTokens('The ferry had not moved since Sunday. '.repeat(100)) / 3800;
    expect(english).toBeGreaterThan(0.18);
    expect(english).toBeLessThan(0.3);
    expect(estimateTokens('')).toBe(0);
  });
});
