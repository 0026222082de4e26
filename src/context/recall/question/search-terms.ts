import { type When, whenIn } from '../../when/when.js';

/** What a search asks for: words, within times where it names any. */
export interface SearchTerms {
  /** All of them; none where only a time is asked for. */
  words: string[];
  /** Any of them. */
  spans: Pick<When, 'from' | 'to'>[];
}

/** What stands between a time and the words, and means nothing by itself. */
const LINKS = /^(?:on|in|at|from|since|during|of|about|the|and|在|的|和|说的?|关于)$/i;

/**
 * Reads the times out of a search: "lighthouse last month" asks for `lighthouse`, within last month.
 * @param personal times that the text means by a date told some time: those alone are asked for then
 * @returns null where no time is named
 */
export function searchTerms(
  text: string,
  now: Date,
  timeZone: string,
  personal: SearchTerms['spans'] = [],
): SearchTerms | null {
  if (personal.length > 0) return { words: [], spans: personal };
  const spans = whenIn(text, now, timeZone);
  if (spans.length === 0) return null;
  let rest = text;
  for (const { text: words } of spans) rest = rest.replace(words, ' ');
  const words = rest.split(/[\s,.;:!?，。、；：！？]+/u).filter((word) => word && !LINKS.test(word));
  // Chinese does not part its words: 上个月的灯塔 leaves 的灯塔.
  const bare = words.map((word) => word.replace(/^[的在]+/u, '') || word);
  return { words: bare, spans };
}
