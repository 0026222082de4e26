const SAMPLE = 4000;

export type Language = 'zh' | 'en';

/**
 * The language a text is mostly written in, by the share of Han in samples from its start, middle and end.
 * A Han character says about as much as three Latin letters. Neither: 'en'.
 */
export function languageOf(text: string): Language {
  const middle = Math.max(0, (text.length - SAMPLE) >> 1);
  const sample =
    text.length <= 3 * SAMPLE
      ? text
      : text.slice(0, SAMPLE) + text.slice(middle, middle + SAMPLE) + text.slice(-SAMPLE);
  const han = sample.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return han > 0 && han * 3 >= letters ? 'zh' : 'en';
}
