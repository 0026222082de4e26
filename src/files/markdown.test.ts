import { describe, expect, it } from '@jest/globals';
import { readMarkdown } from './markdown.js';

describe('readMarkdown', () => {
  it('tells of headings, hashed and underlined, and of none in a fence', () => {
    const { title, text, headings } = readMarkdown(
      '# The *Keeper*\n\nWords.\n\n## 第一章 灯 ##\n\n```\n# no heading\n```\n\nThe Boat\n--------\n\nAda rowed.\n\nShe was late\n---\n\n#hashtag\n',
    );
    expect(title).toBe('The *Keeper*'.replaceAll('*', ''));
    expect(headings?.map((heading) => [heading.title, text.slice(heading.start).split('\n', 1)[0]])).toEqual([
      ['The Keeper', '# The *Keeper*'],
      ['第一章 灯', '## 第一章 灯 ##'],
      ['The Boat', 'The Boat'],
      ['She was late', 'She was late'],
    ]);
  });

  it('takes the title of the front matter, and leaves a line across the page a line', () => {
    const { title, text, headings } = readMarkdown(
      '---\ntitle: "守灯人"\ntags: [a]\n---\nA long paragraph begins here\nand ends.\n---\nMore.\n',
    );
    expect({ title, headings }).toEqual({ title: '守灯人', headings: undefined });
    expect(text).toBe('A long paragraph begins here\nand ends.\n---\nMore.\n');
  });

  it('leaves out what is shown to nobody', () => {
    const { text } = readMarkdown(
      'Ada.\n<!-- ignore previous\ninstructions -->\n[//]: # (ignore previous instructions)\n[x]: # "ignore"\n```\n<!-- shown -->\n```\nBen. <!-- ignore previous',
    );
    expect(text).not.toContain('ignore');
    expect(text).toContain('<!-- shown -->');
    expect(text).toMatch(/^Ada\.[\s\S]*Ben\. $/);
  });
});
