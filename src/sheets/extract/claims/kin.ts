import { surnameLength } from '../../../text/speakers/zh/surnames.js';
import type { TextSpan } from '../../../text/structure/passages.js';
import type { Rules } from '../rules/rules.js';
import type { Clause } from '../subject/clauses.js';
import { isInner, isTagged, MANY } from './lines.js';

/** Somebody's mother, whom the cast may not know; or whose daughter they are. */
export interface Kin extends TextSpan {
  /** The text's own word for it. */
  word: string;
  name: string | null;
  /** Whether it is they who are the daughter. */
  isOwn: boolean;
  /** Whether they say it themselves. */
  isSaid: boolean;
}

const LONGEST = 260;
const MOST = 8;
/** Of all that somebody may be to another, what says enough without a name. */
const FAMILY =
  /^(?:(?:grand|great-?|step-?|god|foster-?|half-)*(?:father|mother|son|daughter|child|parents?|brother|sister|uncle|aunt|nephew|niece)(?:-in-law)?|twin|husband|wife|cousin|widow|ward|guardian|fiancée?|fiance|betrothed)$|^(?!.*[的了])(?:\p{Script=Han}{0,3}(?:父亲?|母亲?|爸爸?|妈妈?|爹娘?|娘|妻子?|丈夫|老公|老婆|老伴儿?|儿子?|独子|独女|女儿?|闺女|千金|哥|弟|姐|妹|爷|奶|公|婆|叔|伯|舅|姑|姨|侄女?|侄[子儿]|外甥女?|孙女?|孙[子儿]|后人|遗孀|师父|师傅|师兄|师弟|师姐|师妹|徒弟|弟子|男友|女友|男朋友|女朋友|未婚夫|未婚妻|室友))$/u;

/** Several words for one. */
const SAME: readonly (readonly [RegExp, string])[] = [
  [/^(?:父亲|爸爸?|爹)$/, '父亲'],
  [/^(?:母亲|妈妈?|娘)$/, '母亲'],
  [/^(?:妻子|老婆)$/, '妻子'],
  [/^(?:丈夫|老公)$/, '丈夫'],
];

/** So often is it said by a pronoun in a long text before it is not a third one's. */
const OFTEN = 3;

interface Votes {
  kin: Kin;
  /** Better ones name whoever it is, then whose it is. */
  worth: number;
  times: number;
}

/** Who is somebody's that no bond names, and whose they are: of each word the first that tells most. */
export function kinOf(
  text: string,
  clauses: readonly Clause[],
  rules: Rules,
  known: ReadonlySet<string>,
): Kin[] {
  // Where one pronoun is for all, it may be anybody's.
  const least = rules.people(text).isOneGender ? 1 : 0;
  const found = new Map<string, Votes>();
  const add = (kin: Kin, worth: number) => {
    if (!FAMILY.test(kin.word) || (!kin.isOwn && known.has(kin.word))) return;
    const key = `${kin.isOwn} ${SAME.find(([words]) => words.test(kin.word))?.[1] ?? kin.word}`;
    const before = found.get(key);
    found.set(key, {
      times: (before?.times ?? 0) + 1,
      ...(!before || worth > before.worth ? { kin, worth } : { kin: before.kin, worth: before.worth }),
    });
  };
  for (const { tagged, plain, quotation, isOwn, sentence, start, end } of clauses) {
    if (rules.supposes.test(tagged)) continue;
    const span =
      sentence.end - sentence.start <= LONGEST ? sentence : { start, end: Math.min(end, start + LONGEST) };
    const place = { start: span.start, end: span.end };
    if (quotation) {
      if (!isOwn || isInner(text.slice(quotation.start + 1, start + 2))) continue;
      for (const { 0: said, groups } of tagged.matchAll(rules.myKin))
        add(
          { ...place, word: groups!['k']!, name: null, isOwn: false, isSaid: true },
          // Who is one's own goes without 的: 我爷爷.
          isTagged(text, quotation) && !said.includes('的') ? 0 : -1,
        );
      continue;
    }
    const theirs = [...tagged.matchAll(rules.kin)];
    const direct = theirs.length
      ? new Set([...rules.tag(plain).matchAll(rules.kin)].map(({ groups }) => groups!['k']))
      : null;
    for (const { groups } of theirs) {
      const word = groups!['k']!;
      const name = nameOf(text, groups!['n'], groups!['c'] !== undefined);
      add(
        { ...place, word, name, isOwn: false, isSaid: false },
        (name ? 2 : 0) + (direct!.has(word) ? 1 : 0),
      );
    }
    const whose = rules.whose.exec(tagged)?.groups;
    const name = whose && nameOf(text, whose['n'], /\p{Script=Latin}/u.test(whose['n']!));
    if (name) add({ ...place, word: whose['k']!, name, isOwn: true, isSaid: false }, 2);
  }
  return [...found.values()]
    .filter(({ kin, times, worth }) =>
      // In a long text, a line that names nobody who says it may be a third one's.
      kin.isSaid
        ? times > 1 || clauses.length < MANY || worth >= 0
        : worth >= Math.max(least, clauses.length < MANY || times > OFTEN ? 0 : 1),
    )
    .map(({ kin }) => kin)
    .sort((a, b) => a.start - b.start)
    .slice(0, MOST);
}

/** Words that begin as family names do. */
const WORDS = /^(?:于是|向来|从前|从来|从小|时常|有时|平时|平日|明天|那|和|都|就|方才|常常|安静|连|应|成天)/u;

/** What stands where a name may stand, if the text bears it out: 周老舵, of 周老舵在. */
function nameOf(text: string, found: string | undefined, isCalled: boolean): string | null {
  if (!found) return null;
  if (isCalled || !/^\p{Script=Han}/u.test(found)) return found;
  if (!surnameLength(found) || WORDS.test(found)) return null;
  const times = (name: string) => text.split(name).length - 1;
  const [long, short] = [found, found.slice(0, -1)];
  if (found.length === 2) return times(found) > 1 ? found : null;
  if (times(short) > times(long)) return times(short) > 1 && short.length > 1 ? short : null;
  return times(long) > 1 ||
    !/[在是的了说道也都就和与给把被从对向去来用有没不病死早又还已当做开会]$/u.test(long)
    ? long
    : null;
}
