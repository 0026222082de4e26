import type { Passage, Quotation } from '../../types.js';

/** A clause of saying before a colon: 玄德曰： 行者笑道：. What stands before the verb is its first group. */
const CUE = /([^，。！？；：\s“”「」]{0,16}?)(?:[笑答问谓叹]?[曰道]|云|[笑答问]?说)[：:]/gu;
/** In a text of so many UTF-16 units there is at least one such clause, or its speech is marked some other way. */
const USUAL = 2000;
const FEWEST = 3;
/** What begins a sentence of the narrator's. */
const TOLD =
  /^(?:却说|且说|话说|再说|于是|言[毕讫罢]|说[罢毕着]|话音|语毕|遂|乃|众人?|诸将|左右|当下|次日|正[说言]|毕竟|后人|有诗|只见|忽[见听报有然]|原来)/u;
/** What only somebody who speaks says: I and you; a question, a cry. */
const SPOKEN = /[吾我汝你某咱俺卿孤朕妾尔]|[！？]$/u;
const SENTENCE = /[^。！？；]+[。！？；]*/gu;
/** In UTF-16 units; what opens a name at most. */
const NAME = 4;

/**
 * What is said in a text that has no quotation marks, as old ones have not: after 曰： or 道：, and as far as it goes for
 * certain: the first sentence, and those after it that only a speaker can say. None where the text has marks.
 */
export function unmarkedSpeech(text: string, passages: readonly Passage[]): Quotation[] {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const usual = count(/[曰道云说][：:]/g);
  if (usual < FEWEST || usual * USUAL < text.length || count(/[“「『"＂]/g) * 10 > usual) return [];
  const cues = [...text.matchAll(CUE)];
  const speakers = new Set(
    cues.map(([, before]) => before!).filter((before) => before !== '' && before.length <= NAME),
  );
  const found: Quotation[] = [];
  let cue = 0;
  for (const passage of passages) {
    while (cue < cues.length && cues[cue]!.index < passage.start) cue++;
    for (; cue < cues.length && cues[cue]!.index < passage.end; cue++) {
      const { index, 0: clause } = cues[cue]!;
      const start = index + clause.length;
      const next = cues[cue + 1];
      const limit = next && next.index < passage.end ? next.index : passage.end;
      const end = endOfSpeech(text, start, limit, limit < passage.end, speakers);
      const speech = text.slice(start, end).trim();
      if (speech === '' || start < passage.start) continue;
      const from = text.indexOf(speech[0]!, start);
      found.push({ start: from, end: from + speech.length, passage: passage.n, text: speech, speaker: null });
    }
  }
  return found;
}

/** The end of the last sentence that is still said; the one in which the next clause of saying stands is not. */
function endOfSpeech(
  text: string,
  start: number,
  limit: number,
  more: boolean,
  speakers: ReadonlySet<string>,
): number {
  let end = start;
  for (const { index, 0: sentence } of text.slice(start, limit).matchAll(SENTENCE)) {
    const at = start + index;
    const whole = /[。！？；]$/.test(sentence);
    if (end > start && (isNarration(sentence, speakers) || !SPOKEN.test(sentence))) break;
    if (!whole && more) break;
    end = at + sentence.length;
  }
  return end;
}

function isNarration(sentence: string, speakers: ReadonlySet<string>): boolean {
  const words = sentence.trim();
  if (TOLD.test(words)) return true;
  for (let length = NAME; length >= 1; length--) if (speakers.has(words.slice(0, length))) return true;
  return false;
}
