import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GUTENBERG_HEADER, GUTENBERG_LICENSE } from './imprint.js';
import { divide, LONGEST_SECTION } from './sections.js';

const zhBody = '　　雪下了一夜，天亮时才停。老李推开门，看见院子里有一行脚印。\n'.repeat(12);
const enBody =
  'The snow had stopped before dawn.\n\nNobody could explain the footprints in the yard.\n\n'.repeat(8);
const titles = (text: string, known?: { title: string; start: number }[]) =>
  divide(text, known).sections.map((s) => s.title);

/** What must hold of any division. */
function check(text: string, known?: { title: string; start: number }[]) {
  const { sections, passages } = divide(text, known);
  expect(sections.map((s) => s.n)).toEqual(sections.map((_, i) => i + 1));
  expect(passages.map((p) => p.n)).toEqual(passages.map((_, i) => i + 1));
  let at = 0;
  for (const { start, end, title } of sections) {
    expect(start).toBe(at);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(title).not.toBe('');
    at = end;
  }
  expect(at).toBe(text.length);
  at = 0;
  for (const { start, end, section } of passages) {
    const within = sections[section - 1]!;
    expect(start >= at && end > start && start >= within.start && end <= within.end).toBe(true);
    expect(text.slice(at, start).trim()).toBe('');
    expect(text.slice(start, end).trim()).toBe(text.slice(start, end));
    at = end;
  }
  expect(text.slice(at).trim()).toBe('');
  expect(divide(text, known)).toEqual({ sections, passages });
}

describe('divide', () => {
  it('makes a section of each chapter, and a passage of each paragraph and heading', () => {
    const text = `《脚印》\n\n第一章 雪夜\n${zhBody}第二章 归来\n${zhBody}`;
    const { sections, passages } = divide(text);
    expect(sections.map((s) => s.title)).toEqual(['第一章 雪夜', '第二章 归来']);
    expect(passages.filter((p) => p.section === 2)).toHaveLength(13);
    expect(passages.map((p) => text.slice(p.start, p.end)).slice(0, 2)).toEqual(['《脚印》', '第一章 雪夜']);
    check(text);
  });

  it('sets a long preface apart', () => {
    const text = `A Note to the Reader\n\n${enBody}Chapter 1\n\n${enBody}Chapter 2\n\n${enBody}`;
    expect(titles(text)).toEqual(['A Note to the Reader', 'Chapter 1', 'Chapter 2']);
    check(text);
  });

  it('sets apart what Project Gutenberg puts around a text', () => {
    const text =
      `The Project Gutenberg EBook of Footprints\n\n*** START OF THIS PROJECT GUTENBERG EBOOK FOOTPRINTS ***\n\n\nFOOTPRINTS\n\n` +
      `Chapter 1\n\n${enBody}Chapter 2\n\n${enBody}\nEnd of the Project Gutenberg EBook of Footprints\n\n` +
      `*** END OF THIS PROJECT GUTENBERG EBOOK FOOTPRINTS ***\n\nSection 1. Terms.\n\nSection 2. More terms.`;
    expect(titles(text)).toEqual([GUTENBERG_HEADER, 'Chapter 1', 'Chapter 2', GUTENBERG_LICENSE]);
    check(text);
  });

  it('sets it apart in a file that tells of its headings, too, and leaves out headings of nothing', () => {
    const parts = [
      'The Project Gutenberg EBook of Footprints\n\n*** START OF THE PROJECT GUTENBERG EBOOK FOOTPRINTS IN THE\nSNOW ***\n\n',
      'Footprints\n\n',
      'by\n\n',
      'M. Quill\n\n',
      'Contents\n\nSnow\nThaw\n\n',
      'Part One\n\n',
      `Snow\n\n${enBody}`,
      `Thaw\n\n${enBody}`,
      '*** END OF THE PROJECT GUTENBERG EBOOK FOOTPRINTS ***\n\n',
      'THE FULL LICENSE\n\nYou may copy it.',
    ];
    let at = 0;
    const known = parts.map((part) => {
      const start = at;
      at += part.length;
      return { title: part.split('\n', 1)[0]!, start };
    });
    const text = parts.join('');
    expect(titles(text, known)).toEqual([GUTENBERG_HEADER, 'Part One · Snow', 'Thaw', GUTENBERG_LICENSE]);
    check(text, known);
  });

  it('takes a long table of contents for no preface', () => {
    const names = Array.from({ length: 30 }, (_, n) => `CHAPTER ${n + 1}. Snow`);
    const book = names.map((name) => `${name}\n\n${enBody}`).join('');
    expect(titles(`FOOTPRINTS\n\nContents\n\n${names.join('\n\n')}\n\n\n${book}`)).toEqual(names);
    const line = names.map((name) => name.slice(0, -6)).join(' ');
    expect(titles(`FOOTPRINTS\n\n${line}\n\n${book}`)).toEqual(names);
  });

  it('is one section, or parts by size, where there are no chapters', () => {
    expect(titles('雪停了。\n没有人。')).toEqual(['1']);
    const text = enBody.repeat(200);
    expect(titles(text)).toEqual(['1', '2', '3']);
    check(text);
  });

  it('splits a chapter that is too long at the end of a paragraph', () => {
    const text = `第一章\n${zhBody}第二章\n${zhBody.repeat(200)}第三章\n${zhBody}`;
    const { sections } = divide(text);
    expect(sections.map((s) => s.title).join()).toBe('第一章,第二章 (1),第二章 (2),第三章');
    expect(Math.max(...sections.map((s) => s.end - s.start))).toBeLessThanOrEqual(LONGEST_SECTION);
    for (const { start } of sections.slice(1)) expect(text.slice(start)).toMatch(/^(?:雪下了|第.章\n)/);
    check(text);
  });

  it('uses the headings that a file tells of as they are', () => {
    const text = 'Before.\n\nOne\nIt snowed.\n\nTwo\nIt stopped.';
    const known = [
      { title: ' Two ', start: text.indexOf('Two') },
      { title: 'One', start: text.indexOf('One') },
      { title: 'One again', start: text.indexOf('One') },
    ];
    expect(titles(text, known)).toEqual(['Before.', 'One', 'Two']);
    check(text, known);
    check(text, [{ title: '', start: 3 }, { title: 'x', start: 999 }, { title: 'y', start: -5 }]); // prettier-ignore
  });

  it('says nothing of an empty text, and has no passages in a blank one', () => {
    expect(divide('')).toEqual({ sections: [], passages: [] });
    check(' \n\n\u3000 ');
  });

  it('covers any text in order', () => {
    const line = fc.constantFrom('第一章', '第二回 雪', '卷二', 'Chapter 1', 'CHAPTER II. X', 'Book I', 'II', '', '  ', '序', 'It snowed.', '“好。”', '*** START OF THIS PROJECT GUTENBERG EBOOK X ***', 'End of Project Gutenberg'); // prettier-ignore
    const starts = fc.array(fc.record({ title: fc.constantFrom('', 'a', '二'), start: fc.nat(400) }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(line, fc.nat(30))),
        fc.option(starts, { nil: undefined }),
        (lines, known) => {
          check(lines.map(([l, n]) => `${l}\n${'雪。\n'.repeat(n)}`).join(''), known);
        },
      ),
    );
  });
});
