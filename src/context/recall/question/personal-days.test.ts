import { describe, expect, it } from '@jest/globals';
import { asksForPersonalDays, personalDaysIn } from './personal-days.js';

const NOW = new Date('2026-05-15T12:00:00Z');
const AT = new Date('2025-01-10T12:00:00Z');
const says = (content: string, at = AT) => ({ content, at });
const days = (question: string, ...sayings: ReturnType<typeof says>[]) =>
  personalDaysIn(question, sayings, NOW, 'UTC').map(({ from, to }) => {
    expect(to.getTime() - from.getTime()).toBe(24 * 3_600_000);
    return from.toISOString().slice(0, 10);
  });

describe('a day whose date was told', () => {
  it.each([
    ['What did we talk about on my birthday?', 'You know, my birthday is March 3. I hate cake.'],
    ['我生日那天我们说了什么？', '我的生日是3月3日。'],
    ['我生日那天我们说了什么？', '记住：我生日是三月三号，别忘了。'],
  ])('%s', (question, said) => {
    expect(asksForPersonalDays(question)).toBe(true);
    expect(days(question, says(said)).slice(0, 2)).toEqual(['2026-03-03', '2025-03-03']);
  });

  it('is the day on which it was said to be today', () => {
    const at = new Date('2025-08-20T09:00:00Z');
    expect(days('What was it you gave me on my birthday?', says('Today is my birthday!', at))[0]).toBe(
      '2025-08-20',
    );
    expect(days('去年生日你送了我什么？', says('今天是我的生日', at))[0]).toBe('2025-08-20');
  });

  it('is as told last, and in a zone of the user’s', () => {
    expect(
      days('on my birthday', says('My birthday is March 3.'), says('Sorry, my birthday is April 4.')).slice(
        0,
        1,
      ),
    ).toEqual(['2026-04-04']);
    const [first] = personalDaysIn('on my birthday', [says('My birthday is March 3.')], NOW, 'Asia/Shanghai');
    expect(first?.from.toISOString()).toBe('2026-03-02T16:00:00.000Z');
  });

  it('is none where no date was told, or it is only asked for', () => {
    expect(days('on my birthday', says('I love my birthday.'), says('Is my birthday March 3?'))).toEqual([]);
    expect(asksForPersonalDays('When is my birthday?')).toBe(false);
    expect(asksForPersonalDays('我生日是哪天？')).toBe(false);
    expect(asksForPersonalDays('生日快乐')).toBe(false);
  });
});
