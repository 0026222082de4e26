import type { TextSpan } from '../../../text/structure/passages.js';
import type { Rules } from '../rules/rules.js';
import type { Clause } from '../subject/clauses.js';

/** Somebody's mother, whom the text may not name. */
export interface Kin extends TextSpan {
  /** The text's own word for it. */
  word: string;
  name: string | null;
}

const LONGEST = 260;
const MOST = 8;
/** Of all that somebody may be to another, what says enough without a name. */
const FAMILY =
  /^(?:(?:grand|step|god|foster-?)?-?(?:father|mother|son|daughter|child|parents?)(?:-in-law)?|(?:twin )?(?:brother|sister)(?:-in-law)?|husband|wife|uncle|aunt|nephew|niece|cousin|widow|fiancée?|betrothed)$|^(?!.*[的了])(?:\p{Script=Han}{0,3}(?:父亲?|母亲?|爸爸?|妈妈?|爹娘?|娘|妻子?|丈夫|老公|老婆|老伴儿?|儿子?|女儿?|哥|弟|姐|妹|爷|奶|公|婆|叔|伯|舅|姑|姨|侄女?|孙女?|师父|师傅|师兄|师弟|师姐|师妹|徒弟|男友|女友|男朋友|女朋友|未婚夫|未婚妻|室友))$/u;

/** Who is somebody's that no bond names: of each word the first that a text tells in narration. */
export function kinOf(clauses: readonly Clause[], rules: Rules, known: ReadonlySet<string>): Kin[] {
  const found = new Map<string, Kin>();
  for (const { tagged, quotation, sentence, start, end } of clauses) {
    if (quotation || rules.supposes.test(tagged)) continue;
    const span =
      sentence.end - sentence.start <= LONGEST ? sentence : { start, end: Math.min(end, start + LONGEST) };
    for (const { groups } of tagged.matchAll(rules.kin)) {
      const { k, n } = groups!;
      const word = k!;
      if (known.has(word) || !FAMILY.test(word)) continue;
      // A name tells more than none.
      const before = found.get(word);
      if (!before || (n && !before.name))
        found.set(word, { start: span.start, end: span.end, word, name: n ?? null });
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start).slice(0, MOST);
}
