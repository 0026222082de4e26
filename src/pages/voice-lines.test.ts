import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { readHtml } from './article.js';
import { divideExtracted, read } from '../text/speakers/reading.js';

const page = (title: string, body: string) =>
  readHtml(
    `<title>${title}</title><script>{"wgPageName":"${title}"}</script><h1 id="firstHeading">${title}</h1>
    <div class="mw-parser-output"><p>Mara Vell is the keeper of the lamps of Low Quay, and has been for years.</p>${body}</div>`,
  );

/** What is said on a page, and by whom. */
const said = (title: string, body: string): string[] => {
  const extracted = page(title, body);
  const { quotations } = read('s', extracted.text, divideExtracted(extracted), extracted);
  return quotations.map(({ speaker, text }) => `${speaker}: ${text}`);
};

const table = (...rows: string[]) =>
  `<table class="wikitable">${rows.map((row) => `<tr>${row}</tr>`).join('')}</table>`;

describe('voice lines', () => {
  it.each<[string, string, string, string[]]>([
    [
      'of a table, one a row',
      'Mara Vell/Voice-Overs',
      table('<th>Title<th>Details', '<th>Hello<td>“Mind the step.”', '<th>Night<td>Leave "one" lamp.'),
      ['Mara Vell: Mind the step.', 'Mara Vell: Leave "one" lamp.'],
    ],
    [
      'in the language of the page, by column',
      '沈灯/语音',
      table('<th>场合<th>日文<th>中文<th>英文', '<td>晚安<td>おやすみ。<td>睡吧。<td>Sleep well, traveller.'),
      ['沈灯: 睡吧。'],
    ],
    [
      'in the language of the page, within a cell',
      '沈灯/语音',
      table('<th>场合<th>台词', '<td>晚安<td>おやすみなさい。<br>睡吧，灯我来看。'),
      ['沈灯: 睡吧，灯我来看。'],
    ],
    [
      'in English where both are there',
      'Mara Vell/Voice-Overs/Japanese',
      table('<th>Title<th>Japanese<th>English translation', '<td>Hi<td>足元に。<td>Mind your feet.'),
      ['Mara Vell: Mind your feet.'],
    ],
    [
      'of a table that only says so in its head',
      'Mara Vell',
      table('<th>When<th>Transcript', '<td>Dawn<td>Up with you.'),
      ['Mara Vell: Up with you.'],
    ],
    [
      'below a heading that says so',
      'Mara Vell',
      `<h2>Stats</h2>${table('<th>Level<th>Oil', '<td>1<td>Ten jars')}<h2>Quotes</h2><h3>Night</h3><ul><li>"Sleep."</li></ul><h2>More</h2><ul><li>"Not hers."</li></ul>`,
      ['Mara Vell: Sleep.', 'null: Not hers.'],
    ],
    [
      'only as far as they are theirs',
      'Mara Vell/Quotes',
      '<ul><li>"Mine." – Mara Vell</li><li>"Mine too." – Mara, to Tobias</li><li>"His." – Tobias</li><li>Mara: Here.</li><li>Tobias: There.</li><li>A note.</li></ul>',
      ['Mara Vell: Mine.', 'Mara Vell: Mine too.', 'Mara Vell: Here.'],
    ],
  ])('are taken %s', (_, title, body, expected) => {
    const found = said(title, body);
    for (const line of expected) expect(found).toContain(line);
    const theirs = found.filter((line) => !line.startsWith('null'));
    expect(theirs).toEqual(expected.filter((line) => !line.startsWith('null')));
  });

  it('stand each in a passage of its own, after what it is said on', () => {
    const { text } = page(
      'Mara Vell/Voice-Overs',
      table('<th>Title<th>Details', '<th>Hello<td>Mind<br>the step.'),
    );
    expect(text.split('\n').slice(-2)).toEqual(['Hello', 'Mara Vell: “Mind the step.”']);
  });

  it('need nothing of a table', () => {
    const cell = fc.constantFrom(
      '<td>',
      '<th>',
      '<td rowspan="9">',
      '<td colspan="70" rowspan="-1">',
      '<th rowspan="x">',
    );
    const inner = fc.constantFrom(
      'Hello',
      '“Mind.”',
      '',
      '小心',
      'あ',
      '<a>Media:x.ogg</a>',
      '<ul><li>a</li></ul>',
      '<table><tr><td>b</table>',
    );
    const rows = fc.array(fc.array(fc.tuple(cell, inner), { maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(rows, (cells) => {
        const body = table(...cells.map((row) => row.map((parts) => parts.join('')).join('')));
        for (const line of said('Mara Vell/Voice-Overs', body)) expect(line).not.toMatch(/\.ogg|\n/);
      }),
    );
  });
});

describe('a page on somebody', () => {
  it('has them among its people though nobody speaks there', () => {
    const extracted = page('Mara Vell', '');
    const reading = read('s', extracted.text, divideExtracted(extracted), extracted);
    expect(reading.about).toBe('Mara Vell');
    expect(reading.people[0]).toMatchObject({ name: 'Mara Vell', quotes: 0, mentions: 1 });
  });
});
