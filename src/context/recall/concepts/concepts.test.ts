import { describe, expect, it } from '@jest/globals';
import { conceptsAsked, conceptsSaid, thingsOf } from './concepts.js';

describe('what words mean', () => {
  it.each([
    ['My greyhound sleeps all day.', '家里那只小狗睡着了。', '≈dog'],
    ['I adopted a kitten.', '我养了一只猫', '≈pet'],
    ['She plays the cello.', '她在学古筝。', '≈instrument'],
    ['We moved last week.', '上周刚搬到成都', '≈home'],
    ['My mum called.', '我妈妈打电话来了', '≈family'],
  ])('is the same in both languages: %s', (english, chinese, concept) => {
    expect(conceptsSaid(english)).toContain(concept);
    expect(conceptsSaid(chinese)).toContain(concept);
  });

  it('is asked for by itself, or by its kind', () => {
    expect([...conceptsAsked('What is my dog called?')]).toContainEqual(['≈dog', ['dog']]);
    expect(conceptsAsked('What is my dog called?').has('≈pet')).toBe(false);
    expect([...conceptsAsked('我有什么宠物？')]).toEqual([['≈pet', ['宠物']]]);
  });

  it('knows what is of a kind', () => {
    expect(thingsOf('≈pet')).toContain('≈dog');
    expect(thingsOf('≈pet')).not.toContain('≈cello');
    expect(thingsOf('≈dog').size).toBe(0);
  });

  it('knows two words that mean something together', () => {
    expect(conceptsSaid('My wisdom tooth hurts.')).toContain('≈body');
    expect(conceptsSaid('A road trip to the coast.')).toContain('≈road_trip');
    expect(conceptsSaid('The trip by road.')).not.toContain('≈road_trip');
  });

  it('takes the longest word that stands there', () => {
    expect(conceptsSaid('打雷了')).not.toContain('≈fight');
    expect(conceptsSaid('我的女朋友')).toContain('≈girlfriend');
  });

  it('is nothing where a text says nothing', () => {
    for (const text of ['', '……', 'Hm.', '𠮷𠮷']) expect(conceptsSaid(text).size).toBe(0);
  });
});
