import { describe, expect, it } from '@jest/globals';
import { joinedLines, sentencesOf } from './sentences.js';

const told = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('the sentences of a paragraph', () => {
  it.each([
    ['a stop that ends none', ['Mr. Pell and Dr. A. Orme came in. ', 'It rained.']],
    ['what is said and who says it', ['“Wait!” cried Ann. ', '“The tide is out.” ', 'Nobody moved.']],
    ['a question within', ['“Who is there?” he asked. ', 'No one… or so it seemed.']],
    ['中文的句子与引号', ['“等一等！”', '阿秀说：“潮水还没有来。”', '谁也没有动……也没有说话。']],
    ['a word that stands as one letter', ['So did I. ', 'We left.']],
  ])('are told apart: %s', (_, sentences) => {
    expect(told(sentences.join(''))).toEqual(sentences);
  });

  it.each(['.', '…', '!…', '. "', '!\n', '? ', "'"])('are soon found in a row of %j', (part) => {
    const text = `Wait${part.repeat(200_000)}No`;
    expect(sentencesOf(text).at(-1)!.end).toBe(text.length);
  });

  it('are the whole of it where nothing ends', () => {
    expect(told('and so on, and so on')).toEqual(['and so on, and so on']);
    expect(told('')).toEqual([]);
  });
});

describe('wrapped lines', () => {
  it('are joined, with a blank where a language has one', () => {
    expect(joinedLines('The coach had stood\n  in the yard.')).toBe('The coach had stood in the yard.');
    expect(joinedLines('渡口的船都靠\n在岸边，\n　　没有一个人。')).toBe('渡口的船都靠在岸边，没有一个人。');
  });

  it('are soon joined, however many lines are empty', () => {
    expect(joinedLines(`字${'\n'.repeat(200_000)}No`)).toMatch(/^字/);
  });
});
