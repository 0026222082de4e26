import { describe, expect, it } from '@jest/globals';
import { divide } from '../structure/sections.js';
import { read } from './reading.js';

const sorting = 'Tidesort is a sorting algorithm. It moves the largest items to the end of an array first, and takes as many steps as there are pairs. The method was published in 1971, and most libraries have a faster one today. '.repeat(4); // prettier-ignore
const potter = 'Mara Vell is a potter of the northern coast. She was born in a lighthouse, and her father taught her to burn clay. She left the island when she was nineteen. '.repeat(4); // prettier-ignore
const sortingZh = '潮汐排序是一种排序算法，先把最大的元素移到数组的末尾，所需步数与元素对数相同。该方法于1971年发表，如今多数程序库都有更快的做法。'.repeat(8); // prettier-ignore
const potterZh = '沈灯是北岸的一名陶工，生于灯塔之中，父亲教她烧陶。她十九岁时离开海岛，再也没有回去。'.repeat(12); // prettier-ignore
const of = (text: string, subject: string, language: 'en' | 'zh') =>
  read('s', text, { language, ...divide(text) }, { subject });

describe('a page about', () => {
  it('an algorithm is about nobody', () => {
    for (const reading of [of(sorting, 'Tidesort', 'en'), of(sortingZh, '潮汐排序', 'zh')]) {
      expect(reading.about).toBeUndefined();
      expect(reading.people.map(({ name }) => name)).not.toContain(reading.topic);
    }
    expect(of(sorting, 'Tidesort', 'en').topic).toBe('Tidesort');
    expect(of(sortingZh, '潮汐排序', 'zh').topic).toBe('潮汐排序');
  });

  it('somebody, or too short to tell, is about them', () => {
    expect(of(potter, 'Mara Vell', 'en')).toMatchObject({ about: 'Mara Vell' });
    expect(of(potterZh, '沈灯', 'zh')).toMatchObject({ about: '沈灯' });
    expect(of('A potter of the northern coast.', 'Mara Vell', 'en').topic).toBeUndefined();
    const voice = `${sorting}\n\nTidesort: “Hello! What shall we put in order today?”`;
    expect(of(voice, 'Tidesort', 'en').about).toBe('Tidesort');
  });
});
