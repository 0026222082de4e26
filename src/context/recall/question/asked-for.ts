import { tells, words } from '../../../text/search/words.js';
import { isOutOfCharacter } from '../../quoting/out-of-character.js';
import { EVERYDAY, EVERYDAY_HAN, LIGHT } from './everyday-words.js';
import { truncate } from '../../../text/encoding/truncate.js';

/** What a text asks for, as far as its form tells. */
export interface AskedFor {
  /** It asks, or bids to tell, something that a word of it names; else it only goes on. */
  asks: boolean;
  /** It asks of what was, whether or not it says of what: "what did we do?" */
  asksBack: boolean;
  /** It speaks of what was. */
  past: boolean;
  /** Those of its sentences that ask or bid to tell. */
  question: string;
  /** Its words, each with how it was said and what it tells of what is asked for, from 0 to 1. */
  evidence: ReadonlyMap<string, number>;
}

/** What is done, not said: `*nods*`, （点头）. */
const DEED = /\*[^*\n]+\*|[（(][^（）()\n]*[）)]/gu;
/** What a deed's word tells of what is asked for: it sets a scene. */
const OF_DEED = 0.3;
/** What a character of Han tells by itself. */
const OF_CHARACTER = 0.1;
const SENTENCE = /(?<=[.!?…。！？\n])\s*/u;

const ASKS = new RegExp(
  [
    String.raw`[?？]["'”’」』*_~\s]*$`,
    String.raw`^\W*(?:(?:so|and|but|well|hey|now|then|ok|okay)\W+)?(?:who|whose|whom|what|where|when|which|why|how|did|does|do you remember|was|were|is|are|have|has)\b`,
    String.raw`\b(?:remember|recall|remind|recap|describe|list|summari[sz]e|explain|repeat|tell (?:me|us)|do you know|don['’]t you know|i wonder|i forgot|i forget)\b`,
    '记得|記得|记不记得|記不記得|想起|回忆|回憶|提醒|告诉我|告訴我|讲讲|講講|说说|說說|总结|總結|列出|忘了|忘记|忘記',
    '来着|來著|(?:什么|什麼|甚么|甚麼)(?![^？?]{0,6}[都也])|谁|誰|哪|几[个次天年岁]|幾[個次天年歲]|多少|为什么|為什麼|为何|為何|多久|多大|[吗嗎][。\\s]*$',
  ].join('|'),
  'iu',
);
/** Asks what is to be done now, and nothing of what was. */
const INVITES =
  /\b(?:do you (?:want|need)|would you like|shall we|shall i|should we|may i|wanna|how about|what about|what if)\b|要不要|想不想|好不好|行不行|可不可以|好吗|好嗎|吧[?？]/iu;
/** Asks for something about whoever speaks: there the plainest word may be what is asked for. */
const OF_SELF =
  /\b(?:what|where|when|who|whom|whose|which|why|how)\b.*\b(?:i|me|mine|my(?! (?:dear|love|friend|darling|god)))\b|我(?![们們]).*(?:什么|什麼|甚么|甚麼|谁|誰|哪|[几幾]|多少|多大|多高|多重|为何|為何)|(?:什么|什麼|谁|誰|哪|[几幾]|多少).*我(?![们們])/isu;
/** In UTF-16 units: of a sentence without an end, its beginning tells what is asked. */
const LONGEST = 1000;
/** What a word of every day tells there. */
const OF_PLAIN = 0.5;
const PAST =
  /\b(?:did|was|were|had|has|have|been|said|told|talked|happened|went|ago|remember|recall|remind)\b|[过過]|记得|記得|[说說]了|来着|來著|[聊做去见見吃买買写寫]了|发生|發生/iu;

const HAN = /\p{Script=Han}/gu;
const IS_HAN = /^\p{Script=Han}+$/u;

/** Reads a text that was said for what it asks to be remembered. */
export function askedFor(text: string): AskedFor {
  const outside = isOutOfCharacter(text);
  const deeds = outside ? [] : (text.match(DEED) ?? []);
  const said = outside ? text : text.replace(DEED, '\n');
  const evidence = new Map<string, number>();
  weigh(evidence, said, 1);
  const asking = said.split(SENTENCE).filter((sentence) => ASKS.test(sentence) && !INVITES.test(sentence));
  const tellsNothing = () => ![...evidence.values()].some((share) => share > 0);
  const ofSelf = asking.filter((sentence) => OF_SELF.test(truncate(sentence, LONGEST)));
  if (tellsNothing())
    for (const word of words(ofSelf.join(' '))) evidence.set(word, OF_PLAIN * tells(word, word));
  const named = !tellsNothing();
  for (const deed of deeds) weigh(evidence, deed, OF_DEED);
  const asks = asking.length > 0;
  const past = PAST.test(said);
  return { asks: asks && named, asksBack: asks && past, past, question: asking.join(' '), evidence };
}

/** Of a text, what a question takes at most where the rest of it is chat. */
const CHAT = 0.5;

/** What of a text decides: after much chat, its question. */
export function decidingPart(text: string, { question }: Pick<AskedFor, 'question'>): string {
  return question && question.length < CHAT * text.length ? question : text;
}

function weigh(evidence: Map<string, number>, text: string, share: number): void {
  const bare = text.replace(EVERYDAY_HAN, ' ');
  const add = (term: string, telling: number) =>
    evidence.set(term, Math.max(evidence.get(term) ?? 0, share * telling));
  for (const [char] of bare.matchAll(HAN)) add(char, LIGHT.has(char) ? 0 : OF_CHARACTER);
  for (const word of words(bare))
    add(word, IS_HAN.test(word) ? tellingOfHan(word) : EVERYDAY.has(word) ? 0 : tells(word, word));
}

/** Pairs overlap, so that each tells half as much; with a light character in it, half of that. */
function tellingOfHan(term: string): number {
  if (term.length === 1) return LIGHT.has(term) ? 0 : OF_CHARACTER;
  const light = [...term].filter((char) => LIGHT.has(char)).length;
  return light === term.length ? 0 : light ? 0.25 : 0.5;
}
