import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { castOf, checkMerges, mergedCast, mergedReading } from './cast.js';
import type { Reading } from '../../text/speakers/reading.js';

const person = (name: string, quotes: number, aliases: string[] = [], first = 1) => ({
  name,
  aliases,
  quotes,
  mentions: quotes * 2,
  first,
});

function reading(
  people: Reading['people'],
  speakers: (string | null)[],
  questions: Reading['questions'] = [],
): Reading {
  return {
    sourceId: '00000000-0000-4000-8000-000000000000',
    text: '',
    language: 'en',
    sections: [{ n: 1, title: '', start: 0, end: 0 }],
    passages: speakers.map((_, n) => ({ n: n + 1, section: 1, start: 0, end: 0 })),
    people,
    quotations: speakers.map((speaker, n) => ({ start: 0, end: 0, passage: n + 1, text: '…', speaker })),
    questions,
    flagged: [],
  };
}

const book = reading(
  [person('Martha Quill', 2), person('Hanna Quill', 1), person('Miss Quill', 1, [], 3), person('Tobias', 1)],
  ['Martha Quill', 'Tobias', 'Miss Quill', 'Hanna Quill', 'Martha Quill'],
  [{ name: 'Miss Quill', among: ['Martha Quill', 'Hanna Quill'] }],
);

describe('the cast of several sources', () => {
  it('lists somebody once, with all that was found', () => {
    const { cast, talks, questions } = castOf([book, reading([person('Tobias', 3, ['Toby'])], ['Tobias'])]);
    expect(cast[0]).toEqual({ name: 'Tobias', aliases: ['Toby'], quotes: 4, mentions: 8, firstSection: 1 });
    expect(questions).toEqual(book.questions);
    expect(talks).toContainEqual({ a: 'Martha Quill', b: 'Tobias', times: 1 });
  });
});

describe('a cast that a person has put right', () => {
  const merges = [{ name: 'Miss Quill', into: 'Hanna Quill' }];

  it('gives one the lines, names and company of the other, and asks no more', () => {
    const { cast, questions, talks } = mergedCast(castOf([book]), merges);
    expect(cast.find(({ name }) => name === 'Hanna Quill')).toEqual({
      name: 'Hanna Quill',
      aliases: ['Miss Quill'],
      firstSection: 1,
      quotes: 2,
      mentions: 4,
    });
    expect(cast.some(({ name }) => name === 'Miss Quill')).toBe(false);
    expect(questions).toEqual([]);
    expect(talks).toContainEqual({ a: 'Hanna Quill', b: 'Tobias', times: 1 });
    expect(talks.every(({ a, b }) => a !== b)).toBe(true);
  });

  it('holds for what is written from the text, too', () => {
    const { people, quotations } = mergedReading(book, merges);
    expect(quotations.map(({ speaker }) => speaker)).toEqual([
      'Martha Quill',
      'Tobias',
      'Hanna Quill',
      'Hanna Quill',
      'Martha Quill',
    ]);
    expect(people.find(({ name }) => name === 'Hanna Quill')?.first).toBe(1);
  });

  it('takes a name that was nobody’s own as one more name of somebody', () => {
    const asked = { ...castOf([book]), questions: [{ name: '老沈', among: ['Tobias'] }] };
    const { cast } = mergedCast(asked, [{ name: '老沈', into: 'Tobias' }]);
    expect(cast.find(({ name }) => name === 'Tobias')?.aliases).toEqual(['老沈']);
  });

  it('follows one merge after another', () => {
    const { cast } = mergedCast(castOf([book]), [...merges, { name: 'Hanna Quill', into: 'Martha Quill' }]);
    expect(cast.find(({ name }) => name === 'Martha Quill')?.quotes).toBe(4);
  });

  it('refuses strangers, twice the same, and circles', () => {
    const cast = castOf([book]);
    const refused = (...some: typeof merges) => expect(() => checkMerges(cast, some)).toThrow();
    expect(() => checkMerges(cast, merges)).not.toThrow();
    refused({ name: 'Nobody', into: 'Tobias' });
    refused({ name: 'Tobias', into: 'Nobody' });
    refused({ name: 'Tobias', into: 'Tobias' });
    refused({ name: 'Tobias', into: 'Miss Quill' }, { name: 'Miss Quill', into: 'Tobias' });
    refused({ name: 'Tobias', into: 'Miss Quill' }, { name: 'Tobias', into: 'Hanna Quill' });
  });

  it('never loses or makes a line, whatever is merged', () => {
    const names = book.people.map(({ name }) => name);
    const merge = fc.record({ name: fc.constantFrom(...names), into: fc.constantFrom(...names) });
    const quotes = (people: readonly { quotes: number }[]) =>
      people.reduce((sum, one) => sum + one.quotes, 0);
    fc.assert(
      fc.property(fc.array(merge, { maxLength: 6 }), (some) => {
        const { cast } = mergedCast(castOf([book]), some);
        expect(quotes(cast)).toBe(quotes(book.people));
        expect(new Set(cast.map(({ name }) => name)).size).toBe(cast.length);
      }),
    );
  });
});
