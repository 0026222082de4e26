const SAMPLE = 4000;

export type Language = 'zh' | 'en';

/** What a text is written in, as far as rules differ by it; `other` is everything that is none of the four. */
export type Tongue = Language | 'ja' | 'ko' | 'other';

/** A text with fewer of them beside its other words is not English. */
const ENGLISH = /(?<!\p{L})(?:the|and|of|to|was|is|in|that|it|she|he|you|with|for|has|had)(?!\p{L})/giu;

/**
 * The language of sheets about a text: Chinese where it is mostly Chinese, else English.
 * A Han character says about as much as three Latin letters. Neither: 'en'.
 */
export function languageOf(text: string): Language {
  return isChinese(sampleOf(text)) ? 'zh' : 'en';
}

/** The language a text is mostly written in, by its letters in samples from its start, middle and end. */
export function tongueOf(text: string): Tongue {
  const sample = sampleOf(text);
  if (isChinese(sample)) return 'zh';
  const latin = count(sample, /\p{Script=Latin}/gu);
  if (3 * count(sample, KANA) > latin && count(sample, KANA) > 0) return 'ja';
  if (3 * count(sample, /\p{Script=Hangul}/gu) > latin && count(sample, /\p{Script=Hangul}/gu) > 0)
    return 'ko';
  const words = count(sample, /\p{L}+/gu);
  const isEnglish = latin >= count(sample, /\p{L}/gu) / 2 && count(sample, ENGLISH) >= words / 25;
  return isEnglish || words < 20 ? 'en' : 'other';
}

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/** Japanese has Han, too, but hardly a sentence without kana. */
function isChinese(sample: string): boolean {
  const han = count(sample, /\p{Script=Han}/gu);
  return han > 0 && han * 3 >= count(sample, /\p{Script=Latin}/gu) && count(sample, KANA) < han / 3;
}

function sampleOf(text: string): string {
  const middle = Math.max(0, (text.length - SAMPLE) >> 1);
  return text.length <= 3 * SAMPLE
    ? text
    : text.slice(0, SAMPLE) + text.slice(middle, middle + SAMPLE) + text.slice(-SAMPLE);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
