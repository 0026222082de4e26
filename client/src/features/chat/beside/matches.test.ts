import { describe, expect, it } from '@jest/globals';
import { matches } from './matches.js';

const session = { title: 'The Ferry at Night', characterName: '林黛玉', lastLine: 'Is the LANTERN lit?' };

describe('a conversation that is looked for', () => {
  it('is found by words of its title, its name and its last line, in any order and case', () => {
    for (const query of ['ferry', 'NIGHT the', '黛玉', 'lantern ferry', ''])
      expect({ query, found: matches(session, query) }).toEqual({ query, found: true });
  });

  it('is not, where one of the words is nowhere in it', () => {
    for (const query of ['train', 'ferry train', '宝玉'])
      expect({ query, found: matches(session, query) }).toEqual({ query, found: false });
  });
});
