import type { Work } from '../../text/search/slices.js';
import { mayHold, rank, words } from '../../text/search/words.js';
import type { PromptPassage, ReadPrompt } from './sent-messages.js';

/** How much better a passage is taken to be when the question is about the side that it comes from. */
const SIDE = 1.25;
/** Passages this near to the best are as good: of those that were said, the latest counts. */
const AS_GOOD = 0.95;
/** The share of the question's words that a passage needs to hold, to be about it at all. */
const ENOUGH = 0.2;
/** Of the passages that fit, so many are compared. */
const BEST = 50;

/** What questions are made of, whatever they are about. */
const ASKING =
  /\b(?:what|whats|where|why|how|whose|whom|can|could|would|should|am|tell|told|remind|remember|recall|know|say|said|think|please|about|like|ever|again|now|any|some|mean|there)\b|什么|请问|请|告诉|还?记得|知道|记不记得|哪[里儿个]?|为何|怎么样?|是不是|有没有|多少|吗|呢|吧|啊/gi;
/** Han that stands in every other sentence; the others say something alone, too. */
const COMMON = /[的了是我你您他她它们在有和就不人都一这那个也要会说很到去上着没]/g;

/**
 * The passage that fits the question best, by its rarer words; undefined where none fits. Questions are no answers,
 * least of all the one that is asked.
 */
export function* bestPassage({ question, passages }: ReadPrompt): Work<PromptPassage | undefined> {
  const asked = new Set([question, ...question.split('\n')].map(bare));
  const topic = searchable(question.replace(ASKING, ' '));
  const wanted = [...new Set(words(topic))];
  const side = sideOf(question);
  const may = mayHold(wanted);
  const texts: string[] = [];
  for (const { text } of passages) {
    texts.push(may(text) ? searchable(text) : text);
    yield;
  }
  const fitting: { index: number; score: number }[] = [];
  for (const { index, score } of yield* rank(topic, texts)) {
    yield;
    const { text, from } = passages[index]!;
    const held = new Set(words(texts[index]!));
    const share = wanted.filter((word) => held.has(word)).length / wanted.length;
    if (share < ENOUGH) continue;
    if (asked.has(bare(text)) || (from === 'user' && isQuestion(text))) continue;
    fitting.push({ index, score: score * (1 + share) * (from === side ? SIDE : 1) });
    if (fitting.length === BEST) break;
  }
  const best = Math.max(...fitting.map(({ score }) => score));
  const latest = Math.max(
    ...fitting.filter(({ score }) => score >= best * AS_GOOD).map(({ index }) => index),
  );
  return passages[latest];
}

/** A text whose Han count by themselves as well as in pairs: the same thing is often said in other pairs. */
function searchable(text: string): string {
  const han = text.match(/\p{Script=Han}/gu);
  return han ? `${text} ${han.join(' ').replace(COMMON, '')}` : text;
}

/** Whose words most likely hold the answer. */
function sideOf(question: string): PromptPassage['from'] | undefined {
  if (/\b(?:I|me|my|mine|we|our)\b|[我咱俺]/i.test(question)) return 'user';
  return /\b(?:you|your|yours)\b|[你您]/i.test(question) ? 'sheet' : undefined;
}

/** A line that only asks, with or without its mark. */
function isQuestion(text: string): boolean {
  const statement = text.replace(/[^.!?。！？]{0,300}[?？]+["”’」』）)]*/g, '').trim();
  if (statement === '') return true;
  if (/[.!。！]/.test(statement) || statement.length > 80) return false;
  return (
    /^(?:what|who|whose|whom|where|when|why|how|which|do|does|did|is|are|was|were|can|could|will|would|tell me|remind me)\b/i.test(
      statement,
    ) || /什么|谁|哪[里儿个年天位]|多少|怎么|吗$|呢$/.test(statement)
  );
}

function bare(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, ' ')
    .trim();
}
