import { describe, expect, it } from '@jest/globals';
import { withoutMarkupRemains } from './markup-remains.js';

describe('withoutMarkupRemains', () => {
  it('reads line breaks, blanks and signs of HTML in a plain text', () => {
    expect(
      withoutMarkupRemains('雪停了。<br />\n&nbsp;&nbsp;“有人来过。”<br>她说&hellip;&#8230;&#x96EA;'),
    ).toBe('雪停了。\n  “有人来过。”\n她说……雪');
    expect(withoutMarkupRemains('<p>It snowed.</p>\n<p class="x"><b>Tom</b> &amp; Ann&nbsp;left.</p>')).toBe(
      '\nIt snowed.\n\nTom & Ann left.\n',
    );
  });

  it.each([
    'It snowed & stopped; 3 < 4.',
    'Write &amp; for a sign, and <b> for bold.',
    'Code:\n```\n<br />\n```\n',
    'Signs &#0; and &#xD800; and &unknown; stay.',
  ])('leaves other texts as they are: %s', (text) => {
    expect(withoutMarkupRemains(text)).toBe(text);
  });

  it('makes no character that a text cannot have', () => {
    expect(withoutMarkupRemains('a<br>&#0;&#xD800;&#1234567;')).toBe('a\n&#0;&#xD800;&#1234567;');
  });
});
