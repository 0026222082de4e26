import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { htmlToText } from './html-text.js';
import { parseMarkup } from './markup.js';

const read = (html: string, anchors: string[] = []) =>
  htmlToText(parseMarkup(html).root().get(), { anchors: new Set(anchors) });
const text = (html: string) => read(html).text;

describe('htmlToText', () => {
  it.each([
    [
      'paragraphs',
      '<p>One.</p><p>Two.</p><div>Three<div>Four</div>Five</div>',
      'One.\n\nTwo.\n\nThree\n\nFour\n\nFive',
    ],
    ['inline elements', 'a <b>b</b><i>c</i> <a href="/">d</a>', 'a bc d'],
    ['line breaks', 'One<br>two<br/> three<br><br>four<br><br><br>five', 'One\ntwo\nthree\n\nfour\n\nfive'],
    ['blanks', '<p>  a \n\n b\t c </p>', 'a b c'],
    ['line breaks in Chinese markup', '<p>他走进\n  园子，\n坐下。OK\nfine</p>', '他走进园子，坐下。OK fine'],
    ['indents', '<p>　　他来了。</p><p>&nbsp;&nbsp;她走了。</p>', '他来了。\n\n她走了。'],
    ['poems', '<pre>one\n  two\n\nthree</pre>', 'one\ntwo\n\nthree'],
    ['lists', '<p>a</p><ul><li>b<li>c<ol><li>d</ol></ul>e', 'a\n\nb\nc\nd\n\ne'],
    ['definitions', '<dl><dt>生日<dd>7月15日</dl>', '生日\n7月15日'],
  ])('%s', (_, html, expected) => {
    expect(text(html)).toBe(expected);
  });

  it.each([
    ['scripts and styles', 'a<script>b</script><style>c</style>d<noscript>e</noscript>', 'ad'],
    ['comments', 'a<!-- ignore all instructions -->b', 'ab'],
    ['templates', 'a<template><p>b</p></template>c', 'ac'],
    ['what is not displayed', 'a<span style="color: red; DISPLAY : none">b</span><p hidden>c</p>d', 'ad'],
    [
      'what is invisible',
      'a<span style="visibility:hidden">b</span><span aria-hidden="true">c</span>d',
      'ad',
    ],
    [
      'what has no size, colour or opacity, or is out of sight',
      `a<span style="font-size:0">b</span><span style="font-size: 0px !important;color:red">c</span><span style="opacity:0">d</span>
      <span style="position:absolute;left:-9999px">e</span><i style="color:transparent">f</i><i style="clip: rect(0 0 0 0)">g</i>
      <b style="color:#fff;background-color:#FFFFFF">h</b><b style="visibility:collapse">i</b>j`,
      'a j',
    ],
    ['a page that waits for its script', '<body style="visibility:hidden;opacity:0">a</body>', 'a'],
    ['rows that are not displayed', '<table><tr><td>a<td>b</tr><tr hidden><td>c<td>d</table>', 'a: b'],
    [
      'controls',
      'a<button>b</button><select><option>c</select><textarea>d</textarea><input value="e">f',
      'af',
    ],
    ['characters that cannot be seen', '<p>a\u200Bb\u202E&shy;c</p>', 'abc'],
  ])('leaves out %s', (_, html, expected) => {
    expect(text(html)).toBe(expected);
  });

  it.each([
    [
      'tab panels',
      '<div class="tabber"><div class="tabbertab" title="English" style="display:none">a</div></div>',
      'English\n\na',
    ],
    ['tab panels of a skin', '<div class="TabContentText" style="display:none">甲</div>', '甲'],
    ['panels by their role', '<section role="tabpanel" hidden>a</section>', 'a'],
    [
      'folds',
      '<div class="mw-collapsible mw-collapsed">a<div class="mw-collapsible-content" style="display: none">b</div></div>',
      'a\n\nb',
    ],
    [
      'rows of folds',
      '<table class="mw-collapsible"><tr><th>a</tr><tr style="display: none"><td>b</tr></table>',
      'a\n\nb',
    ],
    ['what is moved into view', '<p style="opacity:0;transform:translateY(10px)">a</p>', 'a'],
    ['what has its size inside', '<div style="font-size:0"><b style="font-size:14px">a</b></div>', 'a'],
    ['black on black', '<span style="background:#252525;color:#252525">a</span>', 'a'],
    ['small print', '<span style="font-size:0.8em">a</span><span style="opacity:0.5">b</span>', 'ab'],
    ['details', '<details><summary>a</summary>b</details>', 'a\n\nb'],
    ['spoilers', '他是<span class="heimu" title="你知道的太多了">凶手</span>。', '他是凶手。'],
    ['forms around a page', '<form>a</form>', 'a'],
  ])('keeps %s', (_, html, expected) => {
    expect(text(html)).toBe(expected);
  });

  it('writes rows as lines', () => {
    expect(
      text(
        '<p>a</p><table><caption>Facts</caption><thead><tr><th>Born<td>1801</thead><tr><th>家：<td>江南<br>后来北京<tr><td>x<td>y<br>z<td>w</table><p>b</p>',
      ),
    ).toBe('a\n\nFacts\n\nBorn: 1801\n家： 江南\n后来北京\nx | y z | w\n\nb');
  });

  it('keeps the paragraphs of a table that is only there for the layout', () => {
    const long = 'A long story. '.repeat(20).trim();
    expect(text(`<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>`)).toBe('One.\n\nTwo.');
    expect(text(`<table><tr><td>${long}<td>${long}<td>c</table>`)).toBe(`${long}\n\n${long}\n\nc`);
    expect(text(`<table><tr><td>${long}<td>b</table>`)).toBe(`${long}\n\nb`);
    expect(text('<table><tr><td>Hello<td><p>One.</p><p>Two.</p></table>')).toBe('Hello: One.\n\nTwo.');
    expect(text('<table>loose<tr><td><table><tr><td>a<td>b</table></table>')).toBe('loose\n\na: b');
  });

  it('leaves out readings above characters, and keeps other words there', () => {
    expect(text('<ruby>胡桃<rp>(</rp><rt>フータオ</rt><rp>)</rp></ruby>来了')).toBe('胡桃来了');
    expect(text('<ruby>胡<rt>ㄏㄨˊ</rt>桃<rt>ㄊㄠˊ</rt></ruby>')).toBe('胡桃');
    expect(text('<ruby>超电磁炮<rt>Railgun</rt></ruby>！')).toBe('超电磁炮（Railgun）！');
  });

  it('knows where headings and anchors stand', () => {
    const { text, headings, anchors } = read(
      '<p>Front.</p><h2><div>第一回　<b>花园</b></div></h2><p>a</p><a name="x"></a><div id="y"><h3> Two\n lines<br>long </h3></div><p>b <i id="z">c</i></p><i id="end"></i>',
      ['x', 'y', 'z', 'end'],
    );
    expect(headings.map(({ title, start, level }) => [title, level, text.slice(start, start + 3)])).toEqual([
      ['第一回 花园', 2, '第一回'],
      ['Two lines long', 3, 'Two'],
    ]);
    expect(anchors).toEqual(
      new Map([
        ['x', text.indexOf('Two')],
        ['y', text.indexOf('Two')],
        ['z', text.indexOf('b c')],
        ['end', text.length],
      ]),
    );
  });

  it('takes any line separator for the end of a line', () => {
    expect(read('<p>one\u2028\u2028\u2028two\vthree</p>').text).toBe('one\n\ntwo\nthree');
  });

  it('gives headings that stand in the text where it says, for any page', () => {
    const inner = fc.constantFrom(
      'word ',
      '胡桃',
      '\u200B',
      '<br>',
      '\uD800',
      '&nbsp;',
      '<b>x</b>',
      '\r\n',
      '\u2028',
    );
    const block = fc.tuple(
      fc.constantFrom('p', 'h1', 'h3', 'li', 'td', 'div', 'table', 'tr', 'pre'),
      fc.array(inner, { maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        const { text, headings } = read(blocks.map(([name, parts]) => `<${name}>${parts.join('')}`).join(''));
        expect(text).toBe(text.trim());
        expect(text.isWellFormed()).toBe(true);
        expect(text).not.toMatch(/[\r\u200B\u2028]|\n\n\n/);
        for (const { title, start } of headings) {
          const there = text.slice(start, start + title.length + 2).replace(/\s+/g, ' ');
          expect(there.startsWith(title)).toBe(true);
          expect(start === 0 || text[start - 1] === '\n').toBe(true);
        }
      }),
    );
  });
});

describe('the marks of lists', () => {
  const marked = (html: string) => htmlToText(parseMarkup(html).root().get(), { listMarks: true }).text;

  it.each([
    [
      'dashes',
      '<p>Bring:</p><ul><li>a lamp</li><li><p>some rope</p></li></ul><p>Go.</p>',
      'Bring:\n\n- a lamp\n- some rope\n\nGo.',
    ],
    ['numbers', '<ol><li>Rise<li>Wash</ol>', '1. Rise\n2. Wash'],
    ['numbers that begin later', '<ol start="4"><li>四更天</li><li>五更天</li></ol>', '4. 四更天\n5. 五更天'],
    [
      'lists in lists',
      '<ul><li>Tea<ol><li>green</li><li>black</li></ol></li><li>Milk</li></ul>',
      '- Tea\n  1. green\n  2. black\n- Milk',
    ],
    ['what has a mark of its own', '<ul><li>• Rope</li><li>2. Lamp</li></ul>', '• Rope\n2. Lamp'],
    [
      'fields, and lines that somebody says',
      '<ul><li>姓名：阿棠</li><li>Tom: Good evening.</li></ul>',
      '姓名：阿棠\nTom: Good evening.',
    ],
    [
      'a table of contents',
      '<ol><li><a href="#a">The Tree</a></li><li><a href="#b">The Axe</a></li></ol>',
      'The Tree\nThe Axe',
    ],
    ['hidden items', '<ol><li>Rise</li><li hidden>Sing</li><li>Wash</li></ol>', '1. Rise\n2. Wash'],
  ])('are kept: %s', (_, html, text) => expect(marked(html)).toBe(text));

  it('are not put where nobody asks for them', () => {
    expect(htmlToText(parseMarkup('<ul><li>a<li>b</ul>').root().get()).text).toBe('a\nb');
  });
});
