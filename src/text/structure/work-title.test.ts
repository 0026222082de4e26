import { describe, expect, it } from '@jest/globals';
import { workTitle } from './work-title.js';

const body = 'It snowed all night.\n'.repeat(20);
const zhBody = '　　雪下了一夜，天亮时才停。\n'.repeat(20);

describe('workTitle', () => {
  it.each([
    [`Title: The Footprints\n\nAuthor: M. Quill\n\n${body}`, 'The Footprints'],
    [
      `The Project Gutenberg EBook of The Footprints, by M. Quill\n\n*** START OF THIS PROJECT GUTENBERG EBOOK THE FOOTPRINTS ***\n\n${body}`,
      'The Footprints',
    ],
    [
      `Header\nTitle:  The Footprints\n*** START OF THIS PROJECT GUTENBERG EBOOK THE FOOTPRINTS ***\n\nCHAPTER I\n${body}`,
      'The Footprints',
    ],
    [`THE FOOTPRINTS\n\nBy Martha Quill\n\n${body}`, 'THE FOOTPRINTS'],
    [`The Footprints\n\nCHAPTER I\n\n${body}`, 'The Footprints'],
    [`《脚印》\n作者：山雪\n\n${zhBody}`, '脚印'],
    [`《脚印》（校对版全本）\n\n${zhBody}`, '脚印'],
    [`书名：脚印\n作者：山雪\n${zhBody}`, '脚印'],
    [`脚印\n山雪 著\n\n第一章\n${zhBody}`, '脚印'],
    [`脚印\n\n第一章 雪夜\n${zhBody}`, '脚印'],
  ])('is what the text says', (text, title) => {
    expect(workTitle(text)).toBe(title);
  });

  it.each([
    body,
    zhBody,
    '',
    `CHAPTER I\n\nThe Snow\n\n${body}`,
    `第一章 雪夜\n\n${zhBody}`,
    `“Who is there?”\n\nBy the river somebody sang.\n${body}`,
    `老李：你来了\n小王：我来了\n${zhBody}`,
  ])('is nothing where the text does not say', (text) => {
    expect(workTitle(text)).toBeNull();
  });
});
