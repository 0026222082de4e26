import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MessageView } from '../../../../../src/contracts/message.js';
import { rowsOf } from './message-rows.js';
import { type Step, stepTo } from './row-steps.js';

const HOUR = 3_600_000;
const message = (seq: number) =>
  ({ seq, createdAt: new Date(Date.UTC(2026, 0, 1) + seq * 5 * HOUR).toISOString() }) as MessageView;
const rows = (from: number, to: number, foot: 'writing' | null = null) =>
  rowsOf(
    {
      messages: Array.from({ length: to - from + 1 }, (_, i) => message(from + i)),
      earlier: from > 1,
      later: to < 60,
    },
    [],
    foot,
  );
const keys = (step: Step) => step.rows.map(({ key }) => key);

describe('rows of messages', () => {
  it('begin with what goes before, and name each day once', () => {
    const all = rows(1, 60);
    expect(all[0]!.kind).toBe('beginning');
    expect(all.filter(({ kind }) => kind === 'message')).toHaveLength(60);
    const days = all.flatMap((row) => (row.kind === 'day' ? [new Date(row.date).toDateString()] : []));
    expect(new Set(days).size).toBe(days.length);
    expect(rows(7, 60)[1]!.kind).toBe('day');
    expect(rows(7, 50).at(-1)).toMatchObject({ kind: 'loading', side: 'later' });
  });
});

describe('from rows that are drawn to others', () => {
  it('leads a way on which only one end changes at a time, and the rest stays where it was', () => {
    const span = fc.record({
      from: fc.integer({ min: 1, max: 60 }),
      length: fc.integer({ min: 0, max: 40 }),
      foot: fc.constantFrom('writing' as const, null),
    });
    fc.assert(
      fc.property(span, span, (a, b) => {
        const aim = rows(b.from, Math.min(60, b.from + b.length), b.foot);
        let drawn: Step = {
          rows: rows(a.from, Math.min(60, a.from + a.length), a.foot),
          shift: false,
          list: 1,
        };
        for (let steps = 0; drawn.rows !== aim; steps++) {
          expect(steps).toBeLessThan(2);
          const next = stepTo(drawn, aim);
          if (next.list === drawn.list) {
            const by = next.rows.length - drawn.rows.length;
            for (const [at, row] of drawn.rows.entries()) {
              const there = keys(next).indexOf(row.key);
              if (row.kind === 'message' && there >= 0) expect(there).toBe(next.shift ? at + by : at);
            }
          } else expect(keys(next).some((key) => /^\d/.test(key) && keys(drawn).includes(key))).toBe(false);
          drawn = next;
        }
      }),
    );
  });
});
