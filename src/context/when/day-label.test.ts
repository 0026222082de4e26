import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gap } from './gap.js';
import { dayLabel } from './day-label.js';
import { renderTail } from '../parts/tail.js';

const ZONE = 'Asia/Shanghai';
const at = (iso: string) => new Date(iso);

describe('dayLabel', () => {
  it('tells the day once, by the time zone', () => {
    const first = dayLabel(at('2026-11-22T16:30:00Z'), ZONE, '', 'en');
    expect(first).toBe('[2026-11-23 Mon]\n');
    expect(dayLabel(at('2026-11-23T15:59:00Z'), ZONE, first, 'en')).toBe('');
    expect(dayLabel(at('2026-11-23T16:00:00Z'), ZONE, first, 'en')).toBe('[2026-11-24 Tue]\n');
  });

  it('tells how much later it is when days lie between, and not again on the same day', () => {
    const last = '[2026-11-02 Mon]\n';
    const later = dayLabel(at('2026-11-23T04:00:00Z'), ZONE, last, 'en');
    expect(later).toBe('[2026-11-23 Mon · three weeks later]\n');
    expect(dayLabel(at('2026-11-23T05:00:00Z'), ZONE, later, 'en')).toBe('');
    expect(dayLabel(at('2026-11-25T05:00:00Z'), ZONE, later, 'en')).toBe(
      '[2026-11-25 Wed · two days later]\n',
    );
    expect(dayLabel(at('2026-11-23T04:00:00Z'), ZONE, last, 'zh')).toBe('[2026-11-23 周一 · 三周后]\n');
    const zh = dayLabel(at('2026-11-23T04:00:00Z'), ZONE, '[2025-11-20 Thu · 两天后]\n', 'zh');
    expect(zh).toBe('[2026-11-23 周一 · 一年后]\n');
  });

  it('says nothing of a gap when the clock went back, or the last label is of another kind', () => {
    for (const last of ['[2026-12-24 Thu]\n', 'Anno 1', '[2026-13-45 Xxx]\n']) {
      expect(dayLabel(at('2026-11-23T04:00:00Z'), ZONE, last, 'en')).toBe('[2026-11-23 Mon]\n');
    }
  });
});

describe('gap', () => {
  it.each([
    [1, '', ''],
    [2, 'two days', '两天'],
    [6, 'six days', '六天'],
    [9, 'a week', '一周'],
    [24, 'three weeks', '三周'],
    [25, 'a month', '一个月'],
    [61, 'two months', '两个月'],
    [335, 'eleven months', '十一个月'],
    [360, 'a year', '一年'],
    [3 * 365, 'three years', '三年'],
    [7305, '20 years', '20年'],
  ])('of %d days is “%s” and “%s”', (days, english, chinese) => {
    expect(gap(days, 'en')).toBe(english);
    expect(gap(days, 'zh')).toBe(chinese);
  });

  it('is never off by more than a third', () => {
    const units = { day: 1, week: 7, month: 30.44, year: 365.25 };
    const words = 'a two three four five six seven eight nine ten eleven twelve'.split(' ');
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 30_000 }), (days) => {
        const [number, unit] = gap(days, 'en').replace(/s$/, '').split(' ');
        const count = words.includes(number!) ? words.indexOf(number!) + 1 : Number(number);
        const meant = count * units[unit as keyof typeof units];
        expect(Math.abs(meant - days) / days).toBeLessThan(1 / 3);
      }),
    );
  });
});

describe('renderTail', () => {
  const facts = {
    name: 'Ann',
    user: 'Sam',
    language: 'en' as const,
    now: at('2026-11-23T04:05:00Z'),
    timeZone: ZONE,
    afterHistory: '',
    task: { kind: 'reply' } as const,
  };

  it('says how long ago the last talk was when that is long', () => {
    const spoken = { ...facts, lastAt: at('2026-11-02T00:00:00Z') };
    expect(renderTail(spoken)).toBe(
      "<tail>\nReal time: 2026-11-23 Mon 12:05.\nThe message before was three weeks ago.\nAnswer Sam's last message above: write Ann's next message.\n</tail>",
    );
    expect(renderTail({ ...spoken, language: 'zh' })).toContain('\n上一条消息是三周前的。\n');
  });

  it('says nothing of it when that was lately, or is not known', () => {
    for (const lastAt of [null, undefined, at('2026-11-22T00:00:00Z'), at('2027-01-01T00:00:00Z')]) {
      expect(renderTail({ ...facts, lastAt })).not.toContain('message before');
    }
  });

  it('says where a reply stops that is to be carried on, and whether a sentence does', () => {
    const carry = (end: string, language: 'en' | 'zh' = 'en') =>
      renderTail({ ...facts, language, task: { kind: 'continue', end } });
    expect(carry('She looked up, so I')).toContain('which ends:\nShe looked up, so I\nIt breaks off there:');
    expect(carry('*She gets up.*\n')).toContain('which ends:\n*She gets up.*\nWrite what comes right after');
    expect(carry('“走吧。”', 'zh')).toContain('它的结尾是：\n“走吧。”\n接着往下写');
    expect(carry('她抬起头，我', 'zh')).toContain('从下一个字接着写');
    expect(carry('word '.repeat(100))).toMatch(/which ends:\n…(word ?){8,14}\n/);
  });

  it('asks for a draft as the user writes, without what was asked of the character', () => {
    const text = renderTail({
      ...facts,
      note: 'Be grim.',
      rules: 'From now on: whisper.',
      afterHistory: 'Stay Ann.',
      task: { kind: 'draft', begun: 'I went' },
    });
    expect(text).toContain("Sam's next message to Ann");
    expect(text).toContain('repeating nothing: I went');
    expect(text).not.toMatch(/grim|whisper|Stay Ann/);
  });
});
