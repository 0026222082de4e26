/** Who says a line in Chinese: the clause right before it (宝玉笑道：“…”), or right after (“…”小李说。). */
const MANNER =
  '(?:[便又忙因都亦遂也却乃只就才方先再即复]|连忙|一面|一边|悄悄|低声|大声|轻声|高声|厉声|慌忙|急忙|微微|冷冷|淡淡|缓缓|不禁|不由得|忍不住)';
const SAY =
  '(?:冷笑|微笑|陪笑|含笑|大笑|笑|叹|哭|喝|骂|怒|问|答|回|应|嚷|吩咐|劝|急|接口|开口|解释|回答|喃喃|嘟囔)?(?:着|了)?(?:道|说道|说|曰|问|答|叫道|喊道|叫|喊|嚷)';
const NAME = '[\\p{Script=Han}·]{2,4}?';
const CLOSE = '[：:，,]?\\s*$';

/** A name with nothing between it and the word of saying: certain enough to learn names by. */
const TIGHT = new RegExp(`(?:^|[，。！？；：”」』\\s　—])(${NAME})${MANNER}{0,2}${SAY}${CLOSE}`, 'u');
const SAYS = new RegExp(`${SAY}${CLOSE}`, 'u');
const AFTER = new RegExp(`^\\s*[，,]?(${NAME})${MANNER}{0,2}${SAY}(?=[。，,：:！？…\\s]|$)`, 'u');
const NOT_A_NAME =
  /^(?:众人|大家|那人|这人|一人|二人|三人|两人|有人|他们|她们|我们|你们|自己|如何|怎么|什么|听了|听说|只见|于是|然后|接着|一面|心中|心里|口中|因又|不觉|忽听|正是|原来|左右|诗|歌|词|书|信|上面|下面|却说|话说|常言|俗语|古人)|[他她我你它说道曰问笑听见了着在的是不]|[便又忙因都亦遂也却乃只就方即复]$/u;

export interface ChineseCue {
  name: string;
  /** The clause's words before the word of saying, where others may be named. */
  clause: string;
}

export function chineseCue(before: string, after: string): ChineseCue | null {
  const tight = TIGHT.exec(before)?.[1] ?? AFTER.exec(after)?.[1];
  return tight && !NOT_A_NAME.test(tight) ? { name: tight, clause: tight } : null;
}

/** The last clause before a line when it ends in a word of saying: somebody known may begin it. */
export function sayingClause(before: string): string | null {
  if (!SAYS.test(before)) return null;
  return (
    before
      .replace(/[：:，,\s]+$/u, '')
      .split(/[。！？；”」』\s　]/u)
      .pop() ?? null
  );
}
