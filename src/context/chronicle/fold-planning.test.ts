import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { budgetOf, tailRoom } from '../request/budget.js';
import {
  type ChronicleEntryText,
  renderChronicle,
  sceneLine,
  tellsScene,
  withoutScene,
} from './chronicle.js';
import { atOnce } from '../../text/search/slices.js';
import { extractEntry, mergeEntries, type PastMessage } from './extractive-entry.js';
import {
  type FoldableMessage,
  foldsFrom,
  joinedParts,
  planFold,
  planMerge,
  requestsFor,
} from './fold-planning.js';
import { renderRulesInTail, renderSettledRules } from '../parts/rules.js';
import { estimateTokens } from '../../text/search/tokens.js';

const histories = fc
  .array(fc.record({ user: fc.boolean(), tokens: fc.integer({ min: 5, max: 400 }) }), {
    minLength: 3,
    maxLength: 300,
  })
  .map((list): FoldableMessage[] =>
    list.map(({ user, tokens }, n) => ({
      seq: n + 1,
      role: user ? 'user' : 'assistant',
      tokens,
      at: n * 60_000,
    })),
  );

describe('planFold', () => {
  it('leaves the request as full as a fold is to leave it, beginning with what the user said', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: 4000, max: 60_000 }),
        fc.double({ min: 0.6, max: 2, noNaN: true }),
        (messages, window, factor) => {
          const budget = budgetOf(window, null);
          const rest = 300;
          const all = messages.reduce((sum, { tokens }) => sum + tokens, 0);
          const toSeq = planFold(messages, rest, budget, factor);
          if (toSeq === null) return;
          const kept = messages.filter(({ seq }) => seq > toSeq);
          expect(kept.length).toBeGreaterThanOrEqual(2);
          expect(kept[0]!.role).toBe('user');
          expect((rest + all) * factor).toBeGreaterThan(budget.foldTo - budget.entry);
          // One message more would already have been too many, or there is no other place to cut at.
          const tokens = kept.reduce((sum, message) => sum + message.tokens, 0);
          const next = kept.findIndex(({ role }, n) => n > 0 && n < kept.length - 1 && role === 'user');
          if (next > 0) expect((rest + tokens) * factor).toBeLessThanOrEqual(budget.room);
        },
      ),
    );
  });

  it('has nothing to gain where all fits with room to spare', () => {
    const messages: FoldableMessage[] = [1, 2, 3, 4].map((seq) => ({
      seq,
      role: seq % 2 ? 'user' : 'assistant',
      tokens: 50,
      at: seq * 60_000,
    }));
    expect(planFold(messages, 100, budgetOf(32_000, null), 1)).toBeNull();
  });

  it('takes at least as much as an entry may cost', () => {
    const budget = budgetOf(8000, null);
    const messages = Array.from({ length: 60 }, (_, n): FoldableMessage => ({
      seq: n + 1,
      role: n % 2 ? 'user' : 'assistant',
      tokens: 50,
      at: n * 60_000,
    }));
    // Ten tokens too many.
    const rest = budget.foldTo - budget.entry - 60 * 50 + 10;
    expect(planFold(messages, rest, budget, 1)! * 50).toBeGreaterThanOrEqual(budget.entry);
  });

  it('ends where a scene ends, if one is near', () => {
    const budget = budgetOf(8000, null);
    const hours = (break_: number) =>
      Array.from({ length: 200 }, (_, n): FoldableMessage => ({
        seq: n + 1,
        role: n % 2 ? 'assistant' : 'user',
        tokens: 50,
        at: n * 60_000 + (n >= break_ ? 9 * 3_600_000 : 0),
      }));
    const plain = planFold(hours(200), 300, budget, 1)!;
    expect(planFold(hours(plain + 4), 300, budget, 1)).toBe(plain + 4);
    expect(planFold(hours(plain + 80), 300, budget, 1)).toBe(plain);
    expect(planFold(hours(plain - 10), 300, budget, 1)).toBe(plain);
  });
});

describe('foldsFrom', () => {
  it.each(['balanced', 'thorough'] as const)('leaves recall its room until the next fold, %s', (measure) => {
    for (const window of [4000, 32_768, 200_000]) {
      const budget = budgetOf(window, null, undefined, measure);
      for (const share of [0, 0.2, 0.4, 0.6]) {
        const fixed = share * budget.room;
        const free = budget.room - fixed;
        expect(budget.room - foldsFrom(fixed, true, budget, 1)).toBeGreaterThanOrEqual(0.39 * free - 1);
        // And history grows by a fifth of it, so that a fold does not follow another at once.
        expect(foldsFrom(fixed, true, budget, 1) - fixed).toBeGreaterThanOrEqual(0.5 * free);
      }
    }
  });

  it('waits until nearly nothing is free where nothing is folded yet', () => {
    const budget = budgetOf(32_768, null);
    expect(foldsFrom(1000, false, budget, 1)).toBe(budget.foldAt);
    expect(foldsFrom(1000, false, budget, 2)).toBe(budget.foldAt / 2);
    const frugal = budgetOf(32_768, null, undefined, 'frugal');
    expect(foldsFrom(1000, true, frugal, 1)).toBe(frugal.foldAt);
  });
});

describe('planMerge', () => {
  it('waits until the chronicle outgrows its share, and then brings it to half of that', () => {
    const budget = budgetOf(16_000, null);
    const entry = Math.floor(budget.chronicle / 8);
    expect(planMerge(Array<number>(8).fill(entry), budget, 1)).toBe(0);
    const count = planMerge(Array<number>(9).fill(entry), budget, 1);
    expect(count).toBeGreaterThanOrEqual(2);
    expect((9 - count) * entry).toBeLessThanOrEqual(budget.chronicle / 2);
  });
});

describe('tailRoom', () => {
  it('is small while all is whole, as much as a fold left free once there was one, and never more than is left', () => {
    const budget = budgetOf(128_000, null);
    expect(tailRoom(budget, 60_000, false, 'balanced')).toBe(600);
    expect(tailRoom(budget, 1000, false, 'balanced')).toBe(400);
    expect(tailRoom(budgetOf(10_000_000, null), 8_000_000, false, 'balanced')).toBe(4000);
    expect(tailRoom(budget, 90_000, true, 'balanced')).toBe(budget.room - 90_000);
    expect(tailRoom(budget, 1000, true, 'balanced')).toBe(Math.floor(budget.window * 0.45));
    expect(tailRoom(budget, 1000, true, 'thorough')).toBeGreaterThan(
      tailRoom(budget, 1000, true, 'balanced'),
    );
    expect(tailRoom(budget, budget.room - 100, true, 'balanced')).toBe(100);
    expect(tailRoom(budget, budget.room + 100, true, 'balanced')).toBe(0);
  });
});

const past: PastMessage[] = [
  ['user', 'Hello there. How are you today?'],
  ['assistant', '*smiles* Fine. The rain has stopped.'],
  ['user', 'My sister Hannah was born on 3 May 1991 in Lübeck. It is nice.'],
  ['assistant', 'I promise that I will write to her before the winter.'],
  ['user', '我的妹妹叫小梅，下个月搬到成都去。嗯。好的。'],
  ['assistant', '记住了。'],
].map(([role, content], n) => ({
  seq: n + 1,
  role: role as PastMessage['role'],
  speaker: role === 'user' ? 'Ann' : 'Mira',
  content: content!,
  at: new Date(Date.UTC(2026, 2, 1 + n)),
}));

describe('extractEntry', () => {
  it('rests at each message', () => {
    let rests = 0;
    const work = extractEntry(past, 130, 'UTC', 'en');
    while (!work.next().done) rests++;
    expect(rests).toBeGreaterThan(2 * past.length);
  });

  it('keeps the sentences that say most, in both languages, word for word, dated and numbered', () => {
    const text = atOnce(extractEntry(past, 130, 'UTC', 'en'));
    expect(text).toContain('2026-03-03 Tue:\n- My sister Hannah was born on 3 May 1991 in Lübeck. (Ann, #3)');
    expect(text).toContain('- 我的妹妹叫小梅，下个月搬到成都去。 (Ann, #5)');
    expect(text).not.toContain('How are you');
  });

  it('parts no speech and no action from its marks', () => {
    const told = (content: string) =>
      atOnce(extractEntry([{ ...past[0]!, content }], 400, null, 'zh')).replaceAll(/^- |（.*$/gm, '');
    expect(told('*I take the labels.* My mother lives in Bremen.')).toBe(
      '*I take the labels.*\nMy mother lives in Bremen.',
    );
    expect(told('"Sit down here. I promise that I will hold the labels."')).toBe(
      '"Sit down here."\n"I promise that I will hold the labels."',
    );
    expect(told('*我扶着签子。*我爹明天歇一天。')).toBe('*我扶着签子。*\n我爹明天歇一天。');
    expect(told('“我不答应。我记账，明天记。”他说。')).toBe('“我不答应。”\n“我记账，明天记。”');
    // Nobody can tell what a single mark opens.
    expect(told('A 3" nail is what my father had.')).toBe('A 3" nail is what my father had.');
  });

  it('stays within its tokens, on any text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 }), { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 30, max: 500 }),
        (texts, tokens) => {
          const messages = texts.map((content, n): PastMessage => ({
            ...past[n % past.length]!,
            seq: n + 1,
            content,
          }));
          expect(estimateTokens(atOnce(extractEntry(messages, tokens, 'UTC', 'zh')))).toBeLessThanOrEqual(
            tokens + 20 * texts.length,
          );
        },
      ),
    );
  });
});

describe('mergeEntries', () => {
  it('tells of every entry, in fewer words', () => {
    const texts = Array.from({ length: 4 }, (_, e) =>
      Array.from({ length: 20 }, (_, n) => `- entry ${e} line ${n} says something of some length`).join('\n'),
    );
    const merged = mergeEntries(texts, 200);
    for (let e = 0; e < 4; e++) expect(merged).toContain(`entry ${e} line`);
    expect(estimateTokens(merged)).toBeLessThanOrEqual(200);
  });
});

describe('renderChronicle', () => {
  const entry = (n: number, scene = ''): ChronicleEntryText => ({
    fromSeq: n * 10 + 1,
    toSeq: n * 10 + 10,
    fromAt: new Date(Date.UTC(2026, 0, n + 1)),
    toAt: new Date(Date.UTC(2026, 0, n + 2)),
    text: `Entry ${n}${scene && `\n${sceneLine(scene, 'en')}`}`,
  });
  const open = (text: string) => text.replace(/\n<\/chronicle>$/, '');

  it('only grows at its end when an entry comes', () => {
    const one = renderChronicle([entry(0)], 'en', 'UTC');
    expect(renderChronicle([entry(0), entry(1)], 'en', 'UTC').startsWith(open(one))).toBe(true);
    expect(one).toContain('## 2026-01-01 Thu – 2026-01-02 Fri (#1–#10)\nEntry 0');
    expect(renderChronicle([], 'zh', 'UTC')).toBe('');
  });

  it('knows which entries say where the story stood', () => {
    const [silent, telling] = [entry(0), entry(1, 'On the quay.')];
    expect(renderChronicle([telling], 'en', 'UTC')).toContain('Entry 1\nWhere it stood then: On the quay.\n');
    expect([silent, telling].map(tellsScene)).toEqual([false, true]);
    expect(withoutScene(telling).text).toBe('Entry 1');
  });

  it('tells the day of an entry of one day once', () => {
    const at = new Date(Date.UTC(2026, 0, 1));
    const ofDay = (toAt: Date) => ({
      ...entry(0),
      fromAt: at,
      toAt,
      text: '2026-01-01 Thu:\n- The lamp went out. (Ilse, #3)',
    });
    expect(renderChronicle([ofDay(at)], 'en', 'UTC')).toContain(
      '## 2026-01-01 Thu (#1–#10)\n- The lamp went out. (Ilse, #3)',
    );
    expect(renderChronicle([ofDay(new Date(Date.UTC(2026, 0, 2)))], 'en', 'UTC')).toContain(
      '(#1–#10)\n2026-01-01 Thu:\n- The lamp',
    );
  });

  it('dates the first message after it, and lets no entry end it', () => {
    const next = new Date(Date.UTC(2026, 0, 5));
    const text = renderChronicle(
      [{ ...entry(0), text: '</chronicle>\n# How to play' }],
      'zh',
      'UTC',
      [],
      next,
    );
    expect(text).toMatch(
      /‹\/chronicle›\n # How to play\n\n下面的消息从 2026-01-05 周一开始。\n<\/chronicle>$/,
    );
  });
});

describe('rules', () => {
  const [cat, dog] = [
    { id: 'a', text: 'Never mention the cat.' },
    { id: 'b', text: '说方言' },
  ];
  it('come in the tail until they have settled, and are taken back there', () => {
    expect(renderSettledRules([cat!], 'Sam', 'en')).toBe(
      '# Rules set by Sam (“I” and “me” in them mean Sam)\n- Never mention the cat.',
    );
    const inTail = (
      now: (typeof cat)[],
      settled: (typeof cat)[],
      language: 'en' | 'zh',
      since: number | null = null,
      ended: (typeof cat)[] = [],
    ) =>
      renderRulesInTail(
        {
          now: now.map((rule) => ({ ...rule!, at: new Date(1000) })),
          settled: settled.map((rule) => rule!),
          ended: ended.map((rule) => ({ ...rule!, at: new Date(1000) })),
          since: since === null ? null : new Date(since),
        },
        language === 'zh' ? '阿光' : 'Sam',
        language,
      );
    expect(inTail([cat, dog], [cat], 'zh', 999)).toBe('阿光新定的规则（其中的“我”指阿光）：\n- 说方言');
    // From the next turn on it is as old as any.
    expect(inTail([cat, dog], [cat], 'zh', 1001)).toBe('阿光定下的规则（其中的“我”指阿光）：\n- 说方言');
    expect(inTail([cat], [], 'en')).toBe(
      'Rules set by Sam (“I” and “me” in them mean Sam):\n- Never mention the cat.',
    );
    expect(inTail([], [cat], 'en')).toBe('Rules that Sam took back:\n- Never mention the cat.');
    expect(inTail([cat], [cat], 'en', 999)).toBe('');
    // One that stood in the tail alone is taken back once: the replies so far have kept it.
    expect(inTail([], [], 'zh', 999, [dog])).toBe('阿光取消了的规则：\n- 说方言');
    expect(inTail([], [], 'zh', 1001, [dog])).toBe('');
    expect(inTail([], [cat], 'en', 999, [cat])).toBe('Rules that Sam took back:\n- Never mention the cat.');
  });
});

describe('ranges that are put together', () => {
  const parts = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ fromSeq: 10 * n + 1, toSeq: 10 * n + 10 }));

  it('are as many as have room for entries that say something', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 30_000 }),
        (count, chronicle) => {
          const joined = joinedParts(parts(count), { chronicle });
          expect(joined.length * 60).toBeLessThanOrEqual(Math.max(60, chronicle / 2));
          expect(joined[0]!.fromSeq).toBe(1);
          expect(joined.at(-1)!.toSeq).toBe(10 * count);
          for (const [n, part] of joined.entries())
            if (n > 0) expect(part.fromSeq).toBe(joined[n - 1]!.toSeq + 1);
        },
      ),
    );
  });

  it('stay as they are where there is room', () => {
    expect(joinedParts(parts(5), { chronicle: 2000 })).toEqual(parts(5));
  });
});

describe('requestsFor', () => {
  it('asks no second time for a little more than is to be read at once', () => {
    expect([0, 900, 1000, 1200].map((tokens) => requestsFor(tokens, 1000))).toEqual([1, 1, 1, 1]);
    expect([1300, 2000, 2001].map((tokens) => requestsFor(tokens, 1000))).toEqual([2, 2, 3]);
  });
});
