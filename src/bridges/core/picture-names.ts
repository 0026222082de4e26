import { pictureName } from '../../context/quoting/picture-marks.js';
import type { Language } from '../../text/search/language.js';

const WORDS = {
  picture: { en: 'unnamed', zh: '未命名' },
  sticker: { en: 'sticker', zh: '表情' },
};

/** What a picture is called beside its message, and to models that do not see it. */
export function calledHere(
  { kind, name }: { kind: 'picture' | 'sticker'; name: string },
  language: Language,
): string {
  const word = WORDS[kind][language];
  const own = name.trim() === '' ? '' : pictureName(name);
  return kind === 'sticker' && own !== '' ? `${word} ${own}` : own || word;
}

/** What stands in a message for a picture that did not come. */
export function lostMark(called: string, language: Language): string {
  return language === 'zh' ? `［图片：${called}，没有收到］` : `[picture: ${called}, could not be loaded]`;
}
