import type { Reading } from '../../../text/speakers/reading.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Quotation } from '../../../text/types.js';
import { partsOf, titleGender } from '../../../text/speakers/en/names/titles.js';
import { hasGap } from '../../../text/instructions/kept-out.js';

/** What one calls another when they talk: uncle, 哥. */
export interface Address extends TextSpan {
  /** The other's name in the cast. */
  other: string;
  word: string;
  /** Whether it is the one of the sheet who says it. */
  isOwn: boolean;
}

/** Whoever is called so is kin, or as good as. */
const CALLS: Record<'en' | 'zh', RegExp> = {
  en: /(?:^|, (?:my )?(?:dear(?:est)? )?|[.!?] )(uncle|aunt|auntie|mother|mamma|mama|mam|mummy|mum|mom|father|papa|dad|daddy|grandfather|grandpa|grandma|grandmother|granny|cousin)(?: [A-Z][a-z]+)?(?=[,.!?]|$)/iu,
  // At the head of a line, or at its end: 姐姐，妹妹都在 is a list.
  zh: /(?:^(?=[^，。！？…—]{1,4}[，。！？…—]|[^，。！？…—]{1,4}$)|[，。！？](?=[^，。！？…—]{1,4}(?:[。！？…—]|$)))((?:[大二三四五小老]|他|孩子)?(?:爹|娘|爸|妈|爸爸|妈妈|阿爸|阿妈|哥|姐|哥哥|姐姐|弟弟|妹妹|爷爷|奶奶|外公|外婆|姥姥|姥爷|叔|伯|叔叔|伯伯|姑姑|姑妈|舅舅|姨妈|婆婆|公公|嫂子|嫂嫂|师父|师傅|师兄|师姐|师弟|师妹))(?=[，。！？…—]|$)/u,
};
const FATHERS = /^(?:uncle|father|papa|dad|daddy|grandfather|grandpa)$/;
const MOTHERS = /^(?:aunt|auntie|mother|mamma|mama|mam|mummy|mum|mom|grandma|grandmother|granny)$/;
/** In so many lines, what one says to another once may be said to a third. */
const MANY = 400;

/** Whether somebody of that name may be called so, and it tells something. */
function fits(word: string, name: string): boolean {
  const gender = titleGender(partsOf(name));
  if ((gender === 'f' && FATHERS.test(word)) || (gender === 'm' && MOTHERS.test(word))) return false;
  return !name.toLowerCase().split(' ').includes(word);
}

/** So near do lines stand that answer each other, in UTF-16 units. */
const NEAR = { en: 300, zh: 80 };
/** Lines on each side in which nobody else may speak. */
const AROUND = 3;

/** How somebody calls others, and is called by them: of each pair the word that is said most often. */
export function addressesOf({ text, quotations, language }: Reading, speaker: string): Address[] {
  const votes = new Map<string, Address & { times: number }>();
  quotations.forEach((line, n) => {
    if (line.speaker === null) return;
    const word = CALLS[language].exec(line.text.trim().replace(/\s+/g, ' '))?.[1]?.toLowerCase();
    if (!word) return;
    const other = partnerOf(text, quotations, n, NEAR[language]);
    const isOwn = line.speaker === speaker;
    if (
      other === null ||
      !fits(word, other) ||
      (!isOwn && other !== speaker) ||
      hasGap(text.slice(line.start, line.end))
    )
      return;
    const key = `${isOwn ? other : line.speaker} ${isOwn} ${word}`;
    const known = votes.get(key);
    if (known) known.times++;
    else
      votes.set(key, {
        other: isOwn ? other : line.speaker,
        word,
        isOwn,
        start: line.start,
        end: line.end,
        times: 1,
      });
  });
  const best = new Map<string, Address & { times: number }>();
  for (const one of votes.values()) {
    if (quotations.length > MANY && one.times < 2) continue;
    const key = `${one.other} ${one.isOwn}`;
    const known = best.get(key);
    if (!known || one.times > known.times) best.set(key, one);
  }
  return [...best.values()];
}

/** Whom a line is said to: the only other who speaks right before and behind it; null where there are more. */
function partnerOf(text: string, quotations: readonly Quotation[], n: number, reach: number): string | null {
  const line = quotations[n]!;
  const around = [];
  for (const step of [-1, 1]) {
    let last = line;
    for (let k = 1; k <= AROUND; k++) {
      const next = quotations[n + step * k];
      if (!next) break;
      const [from, to] = step < 0 ? [next.end, last.start] : [last.end, next.start];
      if (to - from > reach || /\n\s*\n\s*\n\s*\n/.test(text.slice(from, to))) break;
      around.push(next);
      last = next;
    }
  }
  const others = new Set(around.map(({ speaker }) => speaker).filter((one) => one !== line.speaker));
  const [only] = others;
  return others.size === 1 && only != null ? only : null;
}
