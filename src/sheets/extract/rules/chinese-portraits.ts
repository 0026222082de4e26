import { LOOKS, TRAITS } from './chinese-words.js';
import { OWN } from './marks.js';
import type { Kind } from './rules.js';

const SHOWN = new RegExp(LOOKS, 'gu');
const LIKE = new RegExp(TRAITS, 'gu');

/** 视其人：身长八尺: somebody who has no name yet; and how they get one. */
export const ENTRANCE = {
  comes: new RegExp(
    `(?:其人|那人|此人|来人|这个?人|(?:闪出|走出|转出|坐着|站着|进来|来了|有|见|拥着)(?:了)?(?:一人|一将|一员[^，。]{0,2}将|一个[^，。]{0,6}(?:人|汉|女子|妇人|少年|道人|和尚)|一位[^，。]{0,6}))(?=[^\\uE000-\\uE8FF]{0,40}(?:打扮|${LOOKS}))`,
    'u',
  ),
  named: new RegExp(
    `(?:姓|名|名唤|名叫|学名|唤作|叫做?|[，。]乃是?[^，。]{0,12}|[，。]正是|[，。]原来是|某|吾|^我|曰[：，]?“?)${OWN}|[，：]${OWN}，?字|^${OWN}也`,
    'u',
  ),
};

/** What a clause describes, and by how many of its words. */
export function describedChinese(clause: string): { kind: Kind; words: number } {
  const looks = clause.match(SHOWN)?.length ?? 0;
  const traits = clause.match(LIKE)?.length ?? 0;
  return looks > traits ? { kind: 'looks', words: looks } : { kind: 'trait', words: traits };
}
