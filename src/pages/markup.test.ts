import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeMarkup, elements, parseMarkup } from './markup.js';

const tree = (markup: string) => parseMarkup(markup).html();

describe('parseMarkup', () => {
  it.each([
    ['<p>a<p>b', '<p>a</p><p>b</p>'],
    ['<ul><li>a<li>b</ul>c', '<ul><li>a</li><li>b</li></ul>c'],
    [
      '<table><tr><td>a<td>b<tr><td>c</table>',
      '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
    ],
    ['<table><tr><td>a</div>b</td></table>', '<table><tr><td>ab</td></tr></table>'],
    ['<b>a<i>b</b>c</i>', '<b>a<i>b</i></b>c'],
    ['<br/>a<br></br>b', '<br>a<br>b'],
    ['<span/>a', '<span></span>a'],
    ['1 < 2 <3 & 4 > 3', '1 &lt; 2 &lt;3 &amp; 4 &gt; 3'],
    ['a<!-- <p>hidden</p> -->b<!-->c', 'abc'],
    ['<script>if (a < b) "</p>"</script>x<style>p > a {}</style>', 'x'],
    ['<SCRIPT>x</sCrIpT>y', 'y'],
    ['<![CDATA[a <b> & c]]>', 'a &lt;b&gt; &amp; c'],
    ['<title>a <b> c</title>d', '<title>a &lt;b&gt; c</title>d'],
    ['<a title="x > y" href=\'/z\' onclick="f()">t</a>', '<a title="x > y" href="/z">t</a>'],
    ['<a href=/x/>t</a>', '<a href="/x/">t</a>'],
    ['<p title="a>b', '<p title="&quot;a">b</p>'],
    ['胡桃&nbsp;&mdash;&#x80e1;', '胡桃&nbsp;—胡'],
  ])('%s', (markup, expected) => {
    expect(tree(markup)).toBe(`<html>${expected}</html>`);
  });

  it('gives attributes that a parser could read otherwise in a form that it cannot', () => {
    const $ = parseMarkup(`<div class='a"b' id="</div><script>"><p class=x/>t</p></div>`);
    expect([...elements($.root()[0]!.children)].map(({ name, attribs }) => [name, attribs])).toEqual([
      ['html', {}],
      ['div', { class: 'a"b', id: '</div><script>' }],
      ['p', { class: 'x/' }],
    ]);
  });

  it('bounds the nesting and keeps the text', () => {
    const $ = parseMarkup(`${'<div>'.repeat(5000)}deep<p>down</p>${'</div>'.repeat(5000)}after`);
    let depth = 0;
    for (const element of elements($.root()[0]!.children)) {
      let above = 0;
      for (let parent = element.parent; parent; parent = parent.parent) above++;
      depth = Math.max(depth, above);
    }
    expect(depth).toBeLessThanOrEqual(256 + 1);
    expect($.root().text()).toBe('deepdownafter');
  });

  it('never nests deeper than its bound, whatever comes', () => {
    const piece = fc.constantFrom(
      ...[
        '<b>',
        '<p>',
        '</p>',
        '<div a="</b>">',
        '</b>',
        '<td>',
        '</td>',
        '<table>',
        '</table>',
        '<li>',
        '</div>',
      ],
      ...[
        '<title>',
        '</title>',
        '<svg>',
        "<i x='/>",
        "'>",
        '<template>',
        '</template>',
        '<!--',
        '-->',
        '<html>',
        'x',
        '<br/>',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
        const $ = parseMarkup(pieces.join('').repeat(400));
        for (const element of elements($.root()[0]!.children)) {
          let above = 0;
          for (let parent = element.parent; parent; parent = parent.parent) above++;
          if (above > 258) return false;
        }
        return true;
      }),
      { numRuns: 50 },
    );
  });
});

describe('decodeMarkup', () => {
  const gbk = Buffer.from([0xba, 0xfa, 0xcc, 0xd2]); // 胡桃
  const big5 = Buffer.from([0xad, 0x4a, 0xae, 0xe7]);

  it('believes the byte order mark first', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<p>胡桃', 'utf16le')]);
    expect(decodeMarkup(bytes, 'gbk')).toMatchObject({ text: '<p>胡桃', encoding: 'utf-16le' });
  });

  it('then the header, then the page', () => {
    const page = Buffer.concat([Buffer.from('<meta charset="big5"><p>'), gbk]);
    expect(decodeMarkup(page, 'GB2312').text).toContain('胡桃');
    const declared = Buffer.concat([
      Buffer.from('<meta http-equiv=x content="text/html; charset=big5"><p>'),
      big5,
    ]);
    expect(decodeMarkup(declared)).toMatchObject({ text: expect.stringContaining('胡桃'), encoding: 'big5' });
    const xml = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="gb18030"?><p>'), gbk]);
    expect(decodeMarkup(xml).text).toContain('胡桃');
  });

  it('is not misled by a name that is wrong or unknown', () => {
    const page = (charset: string) => Buffer.from(`<meta charset="${charset}"><p>胡桃 “quoted” text`);
    expect(decodeMarkup(page('no-such'), 'nor-this').text).toContain('胡桃 “quoted”');
    expect(decodeMarkup(page('utf-16')).text).toContain('胡桃 “quoted”');
    expect(decodeMarkup(page('big5'), 'utf-8').text).toContain('胡桃 “quoted”');
  });

  it('reads windows-1252 as such', () => {
    const page = Buffer.from('<meta charset="iso-8859-1"><p>\x93Hi\x94, caf\xe9', 'latin1');
    expect(decodeMarkup(page).text).toContain('“Hi”, café');
  });
});
