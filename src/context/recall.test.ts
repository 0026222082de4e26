import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Indexed, IndexedStretch, hashTerm } from './recall-index.js';
import { recall } from './recall.js';
import { renderRecalled } from './recalled.js';
import { words } from '../text/words.js';

const FILLER = [
  'We walked along the harbour until the lamps were lit.',
  '今天下了一整天的雨，我们哪儿也没去。',
  'The soup was too salty, but nobody minded.',
  '他说那本书的结尾和他想的不一样。',
];
const at = (n: number) => new Date(Date.UTC(2025, 0, 1 + Math.floor(n / 10), 12, n % 60));
const story = (facts: Record<number, string>, count = 400): Indexed[] =>
  Array.from({ length: count }, (_, n) => ({
    seq: n + 1,
    speaker: n % 2 ? 'Mira' : 'Ann',
    content: facts[n + 1] ?? FILLER[n % FILLER.length]!,
    tokens: 20,
    at: at(n),
  }));
const all = { from: 1, to: 1_000_000 };
const plain = (text: string) => ({ text, spans: [], more: [] });

describe('IndexedStretch', () => {
  it('finds every word of every message where it stands, also read back from its bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom('lamp', 'harbour', '饼干', 'Thursday', 'x1'), { maxLength: 12 }), {
          maxLength: 40,
        }),
        (texts) => {
          const messages = texts.map((list, n): Indexed => ({
            seq: n + 5,
            speaker: 'Ann',
            content: list.join(' '),
            tokens: n,
            at: at(n),
          }));
          const stretch = new IndexedStretch(IndexedStretch.of(messages).bytes);
          expect(stretch.messages).toBe(messages.length);
          for (const word of ['lamp', 'harbour', '饼干', 'Thursday', 'x1'].flatMap(words)) {
            const expected = messages.flatMap(({ content }, place) => {
              const count = words(content).filter((found) => found === word).length;
              return count ? [{ place, count }] : [];
            });
            const { from, to } = stretch.find(hashTerm(word));
            const found = Array.from({ length: to - from }, (_, n) => ({
              place: stretch.placeOf(from + n),
              count: stretch.countOf(from + n),
            }));
            expect(found).toEqual(expected);
          }
          messages.forEach(({ seq, tokens }, n) => expect(stretch.place(n)).toMatchObject({ seq, tokens }));
        },
      ),
    );
  });

  it('refuses what is no index', () => {
    expect(() => new IndexedStretch(Buffer.from('nothing of that kind'))).toThrow('No index');
  });
});

describe('recall', () => {
  const facts = {
    33: 'My sister Hannah lives in Lübeck.',
    101: '我的猫叫饼干，是橘色的。',
    204: 'She moved there in spring.',
  };
  const messages = story(facts);

  it.each([
    ['Where does Hannah live?', 33],
    ['我的猫叫什么名字？', 101],
  ])('finds what answers "%s"', (question, seq) => {
    const found = recall([IndexedStretch.of(messages)], plain(question), all, 100);
    expect(found.map((one) => one.seq)).toContain(seq);
    expect(found.find((one) => one.seq === seq)!.why.length).toBeGreaterThan(0);
  });

  it('is the same however the story is divided, keeps to its budget and to its range, in order', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 399 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 1, max: 400 }),
        (cut, tokens, to) => {
          const query = plain('Hannah 饼干 soup harbour');
          const whole = recall([IndexedStretch.of(messages)], query, { from: 1, to }, tokens);
          const parts = [messages.slice(0, cut), messages.slice(cut)].map((part) => IndexedStretch.of(part));
          expect(recall(parts, query, { from: 1, to }, tokens)).toEqual(whole);
          expect(whole.length * 20).toBeLessThanOrEqual(tokens);
          expect(whole.every(({ seq }) => seq <= to)).toBe(true);
          expect(whole.map(({ seq }) => seq)).toEqual(whole.map(({ seq }) => seq).sort((a, b) => a - b));
        },
      ),
    );
  });

  it('takes the lines beside what fits along, and prefers the time that is asked about', () => {
    const near = recall([IndexedStretch.of(messages)], plain('Lübeck'), all, 60).map(({ seq }) => seq);
    expect(near).toContain(33);
    expect(near.some((seq) => seq === 32 || seq === 34)).toBe(true);
    const twice = story({ 33: 'We had cake.', 233: 'We had cake.' });
    const spans = [{ from: at(32), to: at(40), text: 'then' }];
    const found = recall([IndexedStretch.of(twice)], { text: 'the cake', spans, more: [] }, all, 20);
    expect(found).toEqual([{ seq: 33, why: ['cake', 'then'] }]);
  });
});

describe('renderRecalled', () => {
  it('dates, numbers and quotes word for word', () => {
    const found = [1, 2].map((seq) => ({
      seq,
      role: 'user' as const,
      speaker: 'Ann',
      content: `line ${seq}\nand more`,
      at: at(0),
      why: [],
    }));
    expect(renderRecalled(found, 'en', 'UTC')).toBe(
      '<recalled>\nFrom earlier in this conversation, word for word:\n[2025-01-01 Wed]\n#1 Ann: line 1\nand more\n#2 Ann: line 2\nand more\n</recalled>',
    );
    expect(renderRecalled([], 'zh', 'UTC')).toBe('');
  });
});
