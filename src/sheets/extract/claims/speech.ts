import { citation } from '../subject/citing.js';
import { examplesOf } from './examples.js';
import { SHEET_WORDS } from './sheet-words.js';
import { manner } from './manner.js';
import { claimed, type FoundClaim, type Subject } from '../subject/subject.js';

/** How somebody speaks, and lines of theirs with their occasion. */
export function speechOf(subject: Subject): FoundClaim[] {
  const { reading, speaker } = subject;
  if (speaker === undefined) return [];
  const words = SHEET_WORDS[subject.language];
  const examples = examplesOf(reading, speaker);
  const claims = examples.map((one): FoundClaim => {
    const { answers, narration } = one;
    const occasion =
      answers?.speaker != null
        ? words.occasion(answers.speaker, plain(answers.text).replace(/,$/, '.'))
        : narration && !subject.own.includes(plain(reading.text.slice(narration.start, narration.end)))
          ? plain(reading.text.slice(narration.start, narration.end)).replace(/[，,：:—-]+$/u, '')
          : '';
    const claim = claimed(subject, 'examples', one.text, one, occasion ? { about: occasion } : {});
    const before = answers ?? narration;
    return before
      ? { ...claim, citations: [...claim.citations, citation(reading, before.start, before.end)] }
      : claim;
  });
  const lines = reading.quotations.filter((quotation) => quotation.speaker === speaker);
  if (lines.length < 3 || !examples.length) return claims;
  const citations = examples.slice(0, 2).map(({ start, end }) => citation(reading, start, end));
  const voice = claimed(subject, 'voice', manner(lines, subject.language), examples[0]!, {
    kind: 'inferred',
  });
  return [{ ...voice, citations }, ...claims];

  function plain(text: string): string {
    return text.trim().replace(/\s+/g, reading.language === 'zh' ? '' : ' ');
  }
}
