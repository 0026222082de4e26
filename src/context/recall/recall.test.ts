import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from '../../text/search/slices.js';
import { hashTerm, impactOf, type IndexedMessage, IndexedStretch } from './index/recall-index.js';
import type { RecallQuery } from './question/recall-query.js';
import { type RecallResult, recall } from './recall.js';
import { inPassages } from './index/long-messages.js';
import { renderRecalled } from './recalled.js';
import { estimateTokens } from '../../text/search/tokens.js';
import { words } from '../../text/search/words.js';

const FILLER = [
  'We walked along the harbour until the lamps were lit.',
  '今天下了一整天的雨，我们哪儿也没去。',
  'The soup was too salty, but nobody minded.',
  '他说那本书的结尾和他想的不一样。',
];
const at = (n: number) => new Date(Date.UTC(2025, 0, 1 + Math.floor(n / 10), 12, n % 60));
const story = (facts: Record<number, string>, count = 400): IndexedMessage[] =>
  Array.from({ length: count }, (_, n) => ({
    seq: n + 1,
    speaker: n % 2 ? 'Mira' : 'Ann',
    content: facts[n + 1] ?? FILLER[n % FILLER.length]!,
    at: at(n),
  }));
const all = { from: 1, to: 1_000_000 };
const plain = (text: string) => ({ text, spans: [], more: [] });

it('brings the rare thing of a kind before what is of it again and again', () => {
  const buses = Object.fromEntries(
    Array.from({ length: 100 }, (_, n) => [2 * n + 101, `The bus was late, it came at ${n + 5}.`]),
  );
  const messages = story({
    ...buses,
    20: 'I ride a moped with a broken bell, and everybody in the street knows when it is me who comes home.',
  });
  const stretches = [atOnce(IndexedStretch.of(messages))];
  const found = recall(stretches, plain('Which vehicle do I have?'), all, 300, 'UTC');
  expect(found.map(({ seq }) => seq)).toContain(20);
});

it.each([
  ['关于泥钱，爷爷的原话怎么说的？', ['她把原话又念了一遍。', '那句话怎么讲？', '这件事怎么说的？']],
  ['What were his exact words about the kiln?', ['Exact words matter.', 'Her words were exact.', 'Words!']],
])('looks for what was said, not for how one asks for its words: %s', (text, lines) => {
  const manner = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [20 * n + 101, lines[n % 3]!]));
  const said = '爷爷在世的时候说，泥钱不能当真钱花。 The kiln must never be left alone for a night, he said.';
  const stretches = [atOnce(IndexedStretch.of(story({ ...manner, 30: said })))];
  const seqs = recall(stretches, plain(text), all, 400, 'UTC').map(({ seq }) => seq);
  expect(seqs).toContain(30);
  expect(seqs.filter((seq) => manner[seq])).toEqual([]);
});

it('has room for the long message that answers best before short ones take it', () => {
  const kiln = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [5 * n + 101, `The kiln was cold ${n} times.`]),
  );
  const glaze = 'Glaze the bowls twice, let them dry on the rack, and keep a note of every colour. '.repeat(
    18,
  );
  const messages = story({
    ...kiln,
    30: `For the kiln this is the recipe: fire it slowly to 1180 degrees, then hold it. ${glaze}`,
  });
  const stretches = [atOnce(IndexedStretch.of(messages))];
  const question = plain('To how many degrees did we fire the kiln?');
  expect(recall(stretches, question, all, 500, 'UTC').map(({ seq }) => seq)).toContain(30);
  expect(recall(stretches, question, all, 200, 'UTC').length).toBeGreaterThan(0);
});

describe('IndexedStretch', () => {
  it('finds every word of every message where it stands, also read back from its bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom('lamp', 'harbour', '饼干', 'Thursday', 'x1'), { maxLength: 12 }), {
          maxLength: 40,
        }),
        (texts) => {
          const messages = texts.map((list, n): IndexedMessage => ({
            seq: n + 5,
            speaker: 'Ann',
            content: list.join(' '),
            at: at(n),
          }));
          const stretch = new IndexedStretch(atOnce(IndexedStretch.of(messages)).bytes);
          expect(stretch.messages).toBe(messages.length);
          for (const word of ['lamp', 'harbour', '饼干', 'Thursday', 'x1'].flatMap(words)) {
            const expected = messages.flatMap((message, place) => {
              const all = words(`${message.speaker} ${message.content}`);
              const count = all.filter((found) => found === word).length;
              return count ? [{ place, impact: impactOf(count, all.length) }] : [];
            });
            const term = stretch.find(hashTerm(word));
            const [from, to] = term < 0 ? [0, 0] : stretch.starts.subarray(term, term + 2);
            const found = Array.from(stretch.places.subarray(from, to), (place, n) => ({
              place,
              impact: stretch.impacts[from! + n],
            }));
            expect(found).toEqual(expected);
            expect(term < 0 ? 0 : stretch.most[term]).toBe(
              Math.max(0, ...found.map(({ impact }) => impact!)),
            );
            messages.forEach((_, place) =>
              expect(stretch.holds(term, place)).toBe(expected.some((one) => one.place === place)),
            );
          }
          expect([...stretch.seqs]).toEqual(messages.map(({ seq }) => seq));
          expect([...stretch.minutes]).toEqual(messages.map((message) => message.at.getTime() / 60_000));
        },
      ),
    );
  });

  it('rests while it indexes, within a long message, too', () => {
    const [message] = story({}, 1);
    const work = IndexedStretch.of([{ ...message!, content: 'The harbour lamps were lit. '.repeat(40_000) }]);
    let rests = 0;
    while (!work.next().done) rests++;
    expect(rests).toBeGreaterThan(60);
  });

  it('refuses what is no index, or is cut', () => {
    const { bytes } = atOnce(IndexedStretch.of(story({}, 20)));
    for (const broken of [Buffer.from('nothing of that kind'), Buffer.from(''), bytes.slice(0, -1)]) {
      expect(() => new IndexedStretch(broken)).toThrow('No index');
    }
  });
});

describe('recall', () => {
  const facts = {
    33: 'My sister Hannah lives in Lübeck.',
    101: '我的猫叫饼干，是橘色的。',
    204: 'She moved there in spring.',
  };
  const messages = story(facts);
  const find = (told: readonly IndexedMessage[], query: RecallQuery, tokens: number, within = all) =>
    recall([atOnce(IndexedStretch.of(told))], query, within, tokens, 'UTC');
  const numbers = (found: readonly RecallResult[]) => found.map(({ seq }) => seq);

  it.each([
    ['Where does Hannah live?', 33],
    ['我的猫叫什么名字？', 101],
  ])('finds what answers "%s"', (question, seq) => {
    const found = find(messages, plain(question), 200);
    expect(numbers(found)).toContain(seq);
    expect(found.find((one) => one.seq === seq)!.why.length).toBeGreaterThan(0);
  });

  it('finds the same when it passes over stretches as when it looks at every message', () => {
    const word = fc.constantFrom('lamp', 'harbour', '饼干', 'Thursday', 'soup', 'boat', 'red', '我的');
    const text = fc.array(word, { maxLength: 8 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 1, maxLength: 80 }),
        fc.array(fc.integer({ min: 0, max: 80 }), { maxLength: 12 }),
        text,
        fc.boolean(),
        fc.integer({ min: 0, max: 600 }),
        (texts, cuts, question, timely, tokens) => {
          const told = texts.map((content, n) => ({ seq: n + 1, speaker: 'Ann', content, at: at(n) }));
          const spans = timely ? [{ from: at(7), to: at(23), text: 'then' }] : [];
          const query = { text: question, spans, more: ['boats'] };
          const ends = [...new Set([0, ...cuts, told.length])].sort((a, b) => a - b);
          const parts = ends
            .slice(1)
            .map((end, n) => atOnce(IndexedStretch.of(told.slice(ends[n], end))))
            .filter((part) => part.messages > 0);
          expect(recall(parts, query, all, tokens, 'UTC')).toEqual(find(told, query, tokens));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps to its budget as it is rendered, and to its range, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 1, max: 400 }), (tokens, to) => {
        const found = find(messages, plain('Hannah 饼干 soup harbour'), tokens, { from: 1, to });
        const rendered = renderRecalled(
          found.map(({ seq, why }) => ({ ...messages[seq - 1]!, role: 'user', why })),
          'zh',
          'UTC',
        );
        expect(estimateTokens(rendered)).toBeLessThanOrEqual(tokens);
        expect(found.every(({ seq }) => seq <= to)).toBe(true);
        expect(numbers(found)).toEqual(numbers(found).sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('takes the lines beside what fits along, and prefers the time that is asked about', () => {
    const near = numbers(find(messages, plain('Lübeck'), 110));
    expect(near).toContain(33);
    expect(near.some((seq) => seq === 32 || seq === 34)).toBe(true);
    const twice = story({ 33: 'We had cake.', 233: 'We had cake.' });
    const spans = [{ from: at(32), to: at(40), text: 'then' }];
    const found = find(twice, { text: 'the cake', spans, more: [] }, 79);
    expect(found).toEqual([{ seq: 33, why: ['cake', 'then'] }]);
  });

  it('goes by the question at the end of much chat', () => {
    const chat =
      'The soup was too salty again. We walked along the harbour for hours, until the lamps were lit. ';
    const stretch = [atOnce(IndexedStretch.of(story({ 77: 'My sister keeps a parrot called Otto.' })))];
    const found = recall(stretch, plain(`${chat.repeat(4)}What is the parrot called?`), all, 200, 'UTC');
    expect(found.map(({ seq }) => seq)).toContain(77);
  });

  it('recalls a message that is longer than its room by passages', () => {
    const letter = (n: number) =>
      Array.from({ length: 800 }, (_, s) =>
        s === 500 && n === 2
          ? 'The key lies under the third flagstone.'
          : `Sentence ${s} of letter ${n} says little.`,
      ).join(' ');
    const long = [atOnce(IndexedStretch.of(story({ 2: letter(2), 9: letter(9) })))];
    const question = plain('Where does the key lie, under which flagstone?');
    const [found] = recall(long, question, all, 800, 'UTC');
    expect(found!.seq).toBe(2);
    expect(inPassages(letter(2), found!.parts!)).toMatch(/^\[… \d+ %\] .*third flagstone/s);
  });

  it('puts what two neighbours tell together above what one tells by half', () => {
    const told = story({
      50: 'Hannah called.',
      51: 'The violin was stolen.',
      200: 'Hannah is tired.',
      300: 'A violin.',
    });
    expect(numbers(find(told, plain("Hannah's violin"), 70)).every((seq) => seq > 44 && seq < 57)).toBe(true);
  });

  it('looks for nothing where a text only asks', () => {
    expect(find(messages, plain('How about that? 是什么呢？'), 500)).toEqual([]);
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
      '<recalled>\nFrom earlier in this story, word for word; … stands where messages are left out. All of it was answered then: remember it, but do not answer it again:\n[2025-01-01 Wed]\n- line 1\n  and more (Ann, #1)\n- line 2\n  and more (Ann, #2)\n</recalled>',
    );
    expect(renderRecalled([], 'zh', 'UTC')).toBe('');
  });

  it('names a day once, however the story goes to and fro', () => {
    const one = (seq: number, day: number) => ({
      seq,
      role: 'user' as const,
      speaker: 'Ann',
      content: 'so',
      at: new Date(Date.UTC(2025, 0, day)),
      why: [],
    });
    expect(renderRecalled([one(1, 2), one(2, 1), one(3, 2)], 'zh', 'UTC')).toBe(
      '<recalled>\n这个故事里早先的原话（… 处略去了别的消息），当时都已经接过了，只供回想，不要再回应：\n[2025-01-01 周三]\n- so（Ann，#2）\n[2025-01-02 周四]\n- so（Ann，#1）\n…\n- so（Ann，#3）\n</recalled>',
    );
  });
});

it.each([
  ['en', 'You', 'User'],
  ['en', '我', '我'],
  ['zh', 'You', '对方'],
  ['zh', '我', '对方'],
] as const)('does not call the user by a word that points, in %s: %s', (language, speaker, called) => {
  const said = { seq: 7, role: 'user' as const, speaker, content: 'so', at: at(0), why: [] };
  expect(renderRecalled([said], language, 'UTC')).toContain(called + (language === 'zh' ? '，#7' : ', #7'));
});

describe('messages of a day that do not follow each other', () => {
  const lines = [4, 5, 9].map((seq) => ({
    seq,
    role: 'user' as const,
    speaker: 'Ann',
    content: 'so',
    at: at(0),
    why: [],
  }));

  it.each([
    ['en', 'UTC', ['[2025-01-01 Wed]', '- so (Ann, #4)', '- so (Ann, #5)', '…', '- so (Ann, #9)']],
    ['zh', null, ['- so（Ann，#4）', '- so（Ann，#5）', '…', '- so（Ann，#9）']],
  ] as const)('are told apart in %s', (language, calendar, told) => {
    expect(renderRecalled(lines, language, calendar).split('\n').slice(2, -1)).toEqual(told);
  });

  it('keep to the budget, however many gaps there are', () => {
    const words = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [4 * n + 1, 'Hannah so']));
    const told = story(words).map((message) => ({ ...message, at: at(0) }));
    for (let tokens = 100; tokens < 900; tokens += 13) {
      const found = recall([atOnce(IndexedStretch.of(told))], plain('Where is Hannah?'), all, tokens, 'UTC');
      const lines = found.map(({ seq, why }) => ({ ...told[seq - 1]!, role: 'user' as const, why }));
      expect(estimateTokens(renderRecalled(lines, 'zh', 'UTC'))).toBeLessThanOrEqual(tokens);
    }
  });
});

describe('how much is recalled', () => {
  const told = story({
    33: 'My sister Hannah lives in Lübeck, in the house behind the mill.',
    101: '我的猫叫饼干，是橘色的，它怕打雷。',
    180: 'Hello! How are you today? Go on, I am all ears.',
    181: '你好呀，今天过得怎么样？继续说吧。',
  });
  const find = (text: string, measure?: 'frugal' | 'balanced' | 'thorough') =>
    recall([atOnce(IndexedStretch.of(told))], plain(text), all, 2000, 'UTC', measure).map(({ seq }) => seq);

  it.each([
    'go on',
    '继续',
    'Hello! How are you today?',
    '嗯嗯好的',
    '你好呀，今天过得怎么样？',
    '*nods and looks at the fire*',
  ])('is nothing for ordinary talk: %s', (text) => {
    for (const measure of ['frugal', 'balanced', 'thorough'] as const)
      expect(find(text, measure)).toEqual([]);
  });

  it.each([
    ['I was thinking about Hannah again.', 33],
    ['*walks towards the mill* Hannah might be at home.', 33],
    ['外面又打雷了，饼干躲起来了。', 101],
  ])('is what stands out for what only goes on: %s', (text, seq) => {
    const found = find(text);
    expect(found).toContain(seq);
    expect(found.length).toBeLessThan(10);
  });

  it('is never less for a more generous measure, and never more than the room', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Hannah', 'mill', 'lamps', 'soup', '饼干', '雨', 'go', '?', 'where', '*'), {
          maxLength: 8,
        }),
        fc.integer({ min: 0, max: 3000 }),
        (words, tokens) => {
          const counts = (['frugal', 'balanced', 'thorough'] as const).map((measure) => {
            const found = recall(
              [atOnce(IndexedStretch.of(told))],
              plain(words.join(' ')),
              all,
              tokens,
              'UTC',
              measure,
            );
            const lines = found.map(({ seq, why }) => ({ ...told[seq - 1]!, role: 'user' as const, why }));
            expect(estimateTokens(renderRecalled(lines, 'en', 'UTC'))).toBeLessThanOrEqual(
              Math.max(0, tokens),
            );
            return found.length;
          });
          expect([...counts].sort((a, b) => a - b)).toEqual(counts);
        },
      ),
      { numRuns: 60 },
    );
  });
});
