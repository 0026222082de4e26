import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAboutADay, personalDays, whenIn } from './when.js';

const ZONE = 'Asia/Shanghai';
/** A Monday at noon in Shanghai. */
const NOW = new Date('2026-11-23T04:00:00Z');

const shown = new Intl.DateTimeFormat('sv', {
  timeZone: ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});
/** `2026-11-22 – 2026-11-23`, with the hours where they are not midnight. */
const times = (text: string) =>
  whenIn(text, NOW, ZONE).map(({ from, to }) =>
    [from, to].map((at) => shown.format(at).replace(' 00:00', '')).join(' – '),
  );

describe('whenIn', () => {
  it.each([
    ['What did I say yesterday?', '我昨天说了什么？', '2026-11-22 – 2026-11-23'],
    ['the day before yesterday', '前天', '2026-11-21 – 2026-11-22'],
    ['this morning', '今天早上', '2026-11-23 04:00 – 2026-11-23 12:00'],
    ['three days ago', '三天前', '2026-11-20 – 2026-11-21'],
    ['last week', '上周', '2026-11-16 – 2026-11-23'],
    ['the week before last', '上上個星期', '2026-11-09 – 2026-11-16'],
    ['over the weekend', '周末', '2026-11-21 – 2026-11-23'],
    ['last weekend', '上周末', '2026-11-21 – 2026-11-23'],
    ['last month', '上个月', '2026-10-01 – 2026-11-01'],
    ['this year', '今年', '2026-01-01 – 2027-01-01'],
    ['last year', '去年', '2025-01-01 – 2026-01-01'],
    ['three weeks ago', '三个星期前', '2026-10-29 – 2026-11-07'],
    ['two months ago', '两个月前', '2026-09-07 – 2026-10-10'],
    ['half a year ago', '半年前', '2026-05-07 – 2026-06-09'],
    ['two years ago', '2年前', '2024-01-01 – 2025-05-23'],
    ['the past three months', '最近三个月', '2026-08-23 – 2026-11-24'],
    ['in May', '五月', '2026-05-01 – 2026-06-01'],
    ['in December', '12月', '2025-12-01 – 2026-01-01'],
    ['May 2023', '2023年5月', '2023-05-01 – 2023-06-01'],
    ['May last year', '去年五月', '2025-05-01 – 2025-06-01'],
    ['on 3 May', '5月3日', '2026-05-03 – 2026-05-04'],
    ['May 3rd, 2023', '二〇二三年五月三號', '2023-05-03 – 2023-05-04'],
    ['on the 12th', '12号', '2026-11-12 – 2026-11-13'],
    ['on the 28th', '二十八号', '2026-10-28 – 2026-10-29'],
    ['back in 2023', '2023年', '2023-01-01 – 2024-01-01'],
    ['summer of 2025', '去年夏天', '2025-06-01 – 2025-09-01'],
    ['last summer', '上个夏天', '2026-06-01 – 2026-09-01'],
    ['last winter', '去年冬天', '2025-12-01 – 2026-03-01'],
    ['at Christmas', '圣诞节', '2025-12-25 – 2025-12-26'],
    ['between March and May 2023', '2023年3月到5月', '2023-03-01 – 2023-06-01'],
    ['from 3 May to 7 May', '5月3号到5月7号', '2026-05-03 – 2026-05-08'],
    ['ever since last week', '上周以来', '2026-11-16 – 2026-11-24'],
  ])('reads “%s” and “%s”', (english, chinese, range) => {
    expect(times(english)).toEqual([range]);
    expect(times(chinese)).toEqual([range]);
  });

  it('knows weekdays by the week in Chinese, by the last one in English', () => {
    expect(times('上周三')).toEqual(['2026-11-18 – 2026-11-19']);
    expect(times('上上周三')).toEqual(['2026-11-11 – 2026-11-12']);
    expect(times('禮拜天')).toEqual(['2026-11-22 – 2026-11-23']);
    expect(times('last Tuesday')).toEqual(['2026-11-17 – 2026-11-18']);
    expect(times('on Monday')).toEqual(['2026-11-16 – 2026-11-17']);
  });

  it('knows what only one of the languages has', () => {
    expect(times('last night')).toEqual(['2026-11-22 18:00 – 2026-11-23 05:00']);
    expect(times('昨晚')).toEqual(['2026-11-22 17:00 – 2026-11-23 05:00']);
    expect(times('the other day')).toEqual(['2026-11-09 – 2026-11-23']);
    expect(times('大前年')).toEqual(['2023-01-01 – 2024-01-01']);
    expect(times('上个月三号')).toEqual(['2026-10-03 – 2026-10-04']);
    expect(times('去年中秋')).toEqual(['2025-10-06 – 2025-10-07']);
    expect(times('除夕')).toEqual(['2026-02-16 – 2026-02-17']);
    expect(times('2023-05-03')).toEqual(['2023-05-03 – 2023-05-04']);
  });

  it('finds several, in their order, and says by which words', () => {
    expect(
      whenIn('Was it three weeks ago, or 5月3日, or last May?', NOW, ZONE).map(({ text }) => text),
    ).toEqual(['three weeks ago', '5月3日', 'last May']);
  });

  it.each([
    'tomorrow we leave, next week at the latest',
    'May I ask April about June?',
    'she sat in the sun and marched on',
    'half of it is 1/2, see v1.2.3',
    '下周三、下个月、明年五月再说',
    '我过去年轻的时候，以前天天跑步',
    '三号楼的晚上周围很静',
    '',
  ])('reads no time into “%s”', (text) => {
    expect(times(text)).toEqual([]);
  });

  it('goes by the days of the time zone, and by its clock where that changes', () => {
    const range = (zone: string) =>
      whenIn('last month', new Date('2026-04-01T03:30:00Z'), zone).map(({ from, to }) => [
        from.toISOString(),
        to.toISOString(),
      ]);
    // Still March there.
    expect(range('America/New_York')).toEqual([['2026-02-01T05:00:00.000Z', '2026-03-01T05:00:00.000Z']]);
    expect(range('Europe/Berlin')).toEqual([['2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z']]);
    expect(range('Asia/Kolkata')).toEqual([['2026-02-28T18:30:00.000Z', '2026-03-31T18:30:00.000Z']]);
    expect(range('Nowhere/Else')).toEqual([['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']]);
  });

  it('gives no range that is empty or yet to come, whatever is said', () => {
    const word = fc.constantFrom(
      ...'last|past|since|between|and|to|the|of|3|31|2023|0|99|weeks|ago|May|3rd|a few|months|summer|Monday|-|/'.split('|'), // prettier-ignore
      ...'上|这|去年|2月|31号|三|周|天|前|几个|年|到|和|之间|最近|的|夏|中秋|以来|十|半'.split('|'),
    );
    const said = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom('', ' '), fc.array(word)).map(([gap, all]) => all.join(gap)),
    );
    fc.assert(
      fc.property(said, fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), (text, now) => {
        for (const { from, to } of whenIn(text, now, ZONE)) {
          expect(from.getTime()).toBeLessThan(to.getTime());
          expect(from.getTime()).toBeLessThanOrEqual(now.getTime());
        }
      }),
    ); // prettier-ignore
  });
});

describe('personalDays', () => {
  it('says in both languages what to search for', () => {
    expect(personalDays('What did you promise me on my birthday?')).toEqual(['birthday', '生日']);
    expect(personalDays('我生日那天你送了我什么？')).toEqual(['birthday', '生日']);
    expect(personalDays('on our anniversary')).toContain('纪念日');
    expect(personalDays('结婚紀念日')).toContain('anniversary');
    expect(isAboutADay("Where were we on Ann's birthday?")).toBe(true);
  });

  it('takes no wish and no cake for a day', () => {
    for (const text of ['Happy birthday!', '生日快乐！', 'a birthday cake', 'last month']) {
      expect(isAboutADay(text)).toBe(false);
    }
  });
});
