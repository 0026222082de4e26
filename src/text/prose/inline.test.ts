import { describe, expect, it } from '@jest/globals';
import { inlineOf } from './inline.js';
import { notedInline } from './notation.js';

const read = (text: string, open = false) =>
  notedInline(inlineOf(text, open))
    .replace(/<(\/?)action>/g, '<$1a>')
    .replace(/<(\/?)speech>/g, '<$1s>')
    .replace(/<(\/?)strong>/g, '<$1b>')
    .replace(/<(\/?)strike>/g, '<$1del>');

describe('inlineOf', () => {
  it.each([
    ['*She nods.* “Yes.”', '<a>She nods.</a> <s>“Yes.”</s>'],
    ['*她点头。*“好。”*又笑了。*', '<a>她点头。</a><s>“好。”</s><a>又笑了。</a>'],
    ['a **firm** no', 'a <b>firm</b> no'],
    ['**“字”**字', '<b><s>“字”</s></b>字'],
    ['他**《红楼梦》**里', '他<b>《红楼梦》</b>里'],
    ['这是**重点。**然后', '这是<b>重点。</b>然后'],
    ['***both*** and *one **two** one*', '<b><a>both</a></b> and <a>one <b>two</b> one</a>'],
    ['***a** b* and **c *d***', '<a><b>a</b> b</a> and <b>c <a>d</a></b>'],
    ['_softly_ in a snake_case_name, ^_^ and T_T', '<a>softly</a> in a snake_case_name, ^_^ and T_T'],
    ['two * three * four, 5*3 is 15, an *open end', 'two * three * four, 5*3 is 15, an *open end'],
    ['(*^_^*) **** and ____', '(*^_^*) **** and ____'],
    ['~~gone~~, 我~~不~~喜欢, 好~~我去~~', '<del>gone</del>, 我<del>不</del>喜欢, 好~~我去~~'],
    ['哈~哈~ ~~~', '哈~哈~ ~~~'],
    ['Use `a * b` and ``c ` d`` here', 'Use <code>a * b</code> and <code>c ` d</code> here'],
    ['\\*as it is\\* C:\\dir', '*as it is* C:\\dir'],
    ['<i>*x*</i> &amp; <script>', '<i><a>x</a></i> &amp; <script>'],
    ['one\ntwo  \nthree', 'one⏎two⏎three'],
  ])('reads emphasis: %s', (text, noted) => {
    expect(read(text)).toBe(noted);
  });

  it.each([
    ['He said “yes” and left.', 'He said <s>“yes”</s> and left.'],
    ['“I said *no*!”', '<s>“I said <a>no</a>!”</s>'],
    ['*She smiles. “Yes.” She nods.*', '<a>She smiles. <s>“Yes.”</s> She nods.</a>'],
    ['她说：「好。」『是吗』', '她说：<s>「好。」</s><s>『是吗』</s>'],
    ['「他说『走』吧」', '<s>「他说<s>『走』</s>吧」</s>'],
    ['«Oui», „Ja“, "yes"', '<s>«Oui»</s>, <s>„Ja“</s>, <s>"yes"</s>'],
    ['a 5" pipe, "b" and "c', 'a 5" pipe, <s>"b"</s> and "c'],
    ['an "open\nline" here', 'an "open⏎line" here'],
    ['“A poem\nof two lines”', '<s>“A poem⏎of two lines”</s>'],
    ['“It goes on,', '<s>“It goes on,</s>'],
    ['He: “It stops', 'He: “It stops'],
    ['（轻轻点头）好的(笑) f(x)', '<a>（轻轻点头）</a>好的<a>(笑)</a> f(x)'],
    ['（一（二））三', '<a>（一<a>（二）</a>）</a>三'],
    ['((out of it)) in （（戏外））', '<aside>((out of it))</aside> in <aside>（（戏外））</aside>'],
    ['*她说“走', '*她说“走'],
  ])('tells what is said and done: %s', (text, noted) => {
    expect(read(text)).toBe(noted);
  });

  it.each([
    ['“Yes.” *She no', '<s>“Yes.”</s> <a>She no</a>'],
    ['**So “I wa', '<b>So <s>“I wa</s></b>'],
    ['a *', 'a *'],
    ['（他', '<a>（他</a>'],
  ])('lets what is open go on while it is written: %s', (text, noted) => {
    expect(read(text, true)).toBe(noted);
  });

  it.each([
    ['{漢字|かんじ}と｜東京《とうきょう》', '{漢字/かんじ}と{東京/とうきょう}'],
    ['《红楼梦》', '《红楼梦》'],
    ['[here](https://example.org/a_(b))!', '<here https://example.org/a_(b)>!'],
    ['[mail](mailto:a@b.org) <https://c.org>', '<mail mailto:a@b.org> <https://c.org>'],
    ['看https://example.org/a?b=1。好', '看<https://example.org/a?b=1>。好'],
    ['(https://example.org/x_(y)).', '(<https://example.org/x_(y)>).'],
    ['*https://example.org/*', '<a><https://example.org/></a>'],
    ['See ![灯塔](https://example.org/a.png?b=1)', 'See <picture 灯塔 https://example.org/a.png?b=1>'],
  ])('reads links, pictures and readings: %s', (text, noted) => {
    expect(read(text)).toBe(noted);
  });

  it.each([
    'javascript:alert(1)',
    'data:image/png,x',
    '/a.png',
    '//a.b/c',
    'file:///etc',
    'vbscript:x',
    'java\nscript:x',
  ])('leads nowhere but to the web: %s', (url) => {
    for (const text of [`![x](${url})`, `[x](${url})`]) {
      expect(inlineOf(text).filter(({ kind }) => kind === 'picture' || kind === 'link')).toEqual([]);
    }
  });

  it('is no deeper than can be drawn', () => {
    const depth = (text: string): number => {
      let deepest = 0;
      let level = inlineOf(text);
      while (level.length) {
        deepest++;
        level = level.flatMap((node) => ('inside' in node ? node.inside : []));
      }
      return deepest;
    };
    for (const [opener, closer] of [
      ['“', '”'],
      ['（', '）'],
      ['*a **b ', '** *'],
      ['((', '))'],
    ]) {
      const text = opener!.repeat(10_000) + 'x' + closer!.repeat(10_000);
      expect(depth(text)).toBeLessThan(40);
    }
  });

  it('reads a row of blanks once', () => {
    const blanks = ' '.repeat(300_000);
    expect(inlineOf(`a${blanks}b`)).toEqual([{ kind: 'text', text: `a${blanks}b` }]);
    expect(inlineOf(`a${blanks}\nb`).map(({ kind }) => kind)).toEqual(['text', 'line', 'text']);
  });
});
