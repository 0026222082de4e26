import { rank } from '../text/words.js';
import type { Passage, Sent } from './sent-messages.js';

/** How much better a passage is taken to be when the question is about the side that it comes from. */
const SIDE = 1.25;
/** Passages this near to the best are as good: of those that were said, the latest counts. */
const AS_GOOD = 0.95;

/**
 * The passage that fits the question best, by its rarer words; undefined where none has any of them. Questions are no
 * answers, least of all the one that is asked.
 */
export function bestPassage({ question, passages }: Sent): Passage | undefined {
  const asked = new Set([question, ...question.split('\n')].map(bare));
  const answers = passages.filter(({ text, from }) => {
    const said = bare(text);
    return said !== '' && !asked.has(said) && !(from === 'user' && isQuestion(text));
  });
  const side = sideOf(question);
  const ranked = rank(
    question,
    answers.map(({ text }) => text),
  )
    .filter(({ score }) => score > 0)
    .map(({ index, score }) => {
      const passage = answers[index]!;
      return { passage, index, score: passage.from === side ? score * SIDE : score };
    });
  const best = ranked.reduce((most, { score }) => Math.max(most, score), 0);
  return ranked
    .filter(({ score }) => score >= best * AS_GOOD)
    .reduce<(typeof ranked)[number] | undefined>(
      (latest, one) => (latest && latest.index > one.index ? latest : one),
      undefined,
    )?.passage;
}

/** Whose words most likely hold the answer. */
function sideOf(question: string): Passage['from'] | undefined {
  if (/\b(?:I|me|my|mine|we|our)\b|[我咱俺]/i.test(question)) return 'user';
  return /\b(?:you|your|yours)\b|[你您]/i.test(question) ? 'sheet' : undefined;
}

/** A line that only asks, with or without its mark. */
function isQuestion(text: string): boolean {
  const told = text.replace(/[^.!?。！？]{0,300}[?？]+["”’」』）)]*/g, '').trim();
  if (told === '') return true;
  if (/[.!。！]/.test(told) || told.length > 80) return false;
  return (
    /^(?:what|who|whose|whom|where|when|why|how|which|do|does|did|is|are|was|were|can|could|will|would|tell me|remind me)\b/i.test(
      told,
    ) || /什么|谁|哪[里儿个年天位]|多少|怎么|吗$|呢$/.test(told)
  );
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim();
}
