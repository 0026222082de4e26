import type { Reading } from '../../../text/speakers/reading.js';
import { namePattern } from '../../../text/search/name-pattern.js';
import { tongueOf, type Tongue } from '../../../text/search/language.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import { spread } from '../subject/citing.js';
import { sentences } from '../subject/sentences.js';

/** What follows the name where a sentence is about whoever bears it, where no rules for the language tell more. */
const ABOUT: Record<Tongue, string> = {
  ja: '(?:さん|さま|様|君|くん|ちゃん|先生|氏)?(?:は|が|の|も)',
  ko: String.raw`(?:\s?(?:씨|님|군|양))?(?:은|는|이|가|의)(?!\p{Script=Hangul})`,
  other: '',
  en: String.raw`,? (?:is|was|had|has|were|who|could|would|loved|hated|lived|came|married|became)\b`,
  zh: '(?:是|乃|姓|字|名|本|原|生得|生于|年方|年已|自幼|素|最|从小|一生|家|性|为人)',
};
/** Where a sentence ends that tells what somebody is. */
const IS: Partial<Record<Tongue, RegExp>> = {
  ja: /(?:だ|だった|である|であった|です|でした|ていた|なかった|という|好きだ.{0,2}|嫌いだ.{0,2})。?$/u,
  ko: /(?:이다|였다|이었다|입니다|이에요|예요|였습니다|있었다|없었다|좋아했다|싫어했다)[.]?$/u,
};
const LONGEST = 220;
const MOST_FOUND = 400;

/** Sentences outside of speech that are about somebody, spread over the text, the first ones before all. */
export function namingSentences(
  reading: Reading,
  named: readonly number[],
  names: readonly string[],
  most: number,
): TextSpan[] {
  const tongue = tongueOf(reading.text);
  const isGuided = tongue === 'en' || tongue === 'zh';
  const about = namePattern(names, ABOUT[tongue]);
  const found: TextSpan[] = [];
  for (const index of named) {
    const passage = reading.passages[index]!;
    for (const span of sentences(reading.text, passage.start, passage.end)) {
      const length = span.end - span.start;
      const text = reading.text.slice(span.start, span.end);
      if (length < 8 || length > LONGEST || /["“”„«»「」『』]/.test(text)) continue;
      // There, what follows a line says who said it.
      if (!isGuided && /[」』”"»]\s{0,3}$/.test(reading.text.slice(passage.start, span.start).slice(-4)))
        continue;
      if (about.test(text)) found.push(span);
    }
    if (found.length > MOST_FOUND) break;
  }
  const is = IS[tongue];
  const telling = is
    ? found.filter(({ start, end }) => is.test(reading.text.slice(start, end))).slice(0, most >> 1)
    : [];
  const rest = found.filter((span) => !telling.includes(span));
  const first = rest.slice(0, Math.max(0, 5 - telling.length));
  return [
    ...telling,
    ...first,
    ...spread(rest.slice(first.length), Math.max(0, most - first.length - telling.length)),
  ].sort((a, b) => a.start - b.start);
}
