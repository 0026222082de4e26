import type { Sheet } from '../../contracts/sheet.js';

/** In characters, of a picture's name. */
export const LONGEST_PICTURE_NAME = 80;

const MARKS: Record<Sheet['language'], (name: string) => string> = {
  en: (name) => `[picture: ${name}]`,
  zh: (name) => `［图片：${name}］`,
};

/**
 * What was said with the names of its pictures behind it: whoever does not see them reads that they were there, in the
 * transcript, in what is recalled and in the chronicle.
 */
export function withPictureMarks(
  text: string,
  names: readonly string[],
  language: Sheet['language'],
): string {
  if (names.length === 0) return text;
  const marks = marksOf(names, language);
  return text.trim() === '' ? marks : `${text}\n${marks}`;
}

/** The same as it was written. */
export function withoutPictureMarks(content: string, names: readonly string[]): string {
  if (names.length === 0) return content;
  for (const language of ['en', 'zh'] as const) {
    const marks = marksOf(names, language);
    if (content === marks) return '';
    if (content.endsWith(`\n${marks}`)) return content.slice(0, -marks.length - 1);
  }
  return content;
}

/** A file's name as it can stand in a mark: one line, without what ends it. */
export function pictureName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}[\]［］<>{}]+/gu, ' ')
    .replace(/^.*[\\/]/, '')
    .replace(/\s+/g, ' ')
    .trim();
  return [...plain].slice(0, LONGEST_PICTURE_NAME).join('').trim() || 'picture';
}

const marksOf = (names: readonly string[], language: Sheet['language']) =>
  names.map(MARKS[language]).join(' ');
