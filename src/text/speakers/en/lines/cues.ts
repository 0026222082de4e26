/** The words around a line that give it to somebody. Names stand as marks in the text: see `marked`. */

const OPEN = '\uE000';
const CLOSE = '\uE001';
/** A name by its number. */
export const MARK = `${OPEN}(\\d+)${CLOSE}`;
export const mark = (n: number) => `${OPEN}${n}${CLOSE}`;

/** So far from a line, in UTF-16 units, its cue may stand. */
const REACH = 300;

/** Whom words give a line to: a name by its number, a pronoun, or somebody who is called by no name. */
export type Cue =
  { kind: 'name'; name: number } | Pronoun | { kind: 'I' } | { kind: 'somebody'; noun: string };
export interface Pronoun {
  kind: 'he' | 'she';
}

const SAYING =
  'said|says|say|saying|asked|asks|asking|replied|replies|replying|cried|cries|crying|answered|answers|answering|exclaimed|exclaiming|exclaim|returned|returning|continued|continuing|' +
  'whispered|whispering|repeated|repeating|observed|observing|added|adding|shouted|shouting|remarked|remarking|muttered|muttering|murmured|murmuring|called|calling|inquired|inquiring|' +
  'enquired|enquiring|responded|demanded|interrupted|rejoined|began|begun|went on|sighed|screamed|declared|insisted|growled|suggested|retorted|ejaculated|laughed|protested|pleaded|' +
  'implored|confessed|admitted|agreed|assented|explained|explaining|announced|stammered|gasped|sniffed|sobbed|groaned|moaned|urged|begged|breathed|queried|concluded|thought|mused|' +
  'reflected|pursued|resumed|proceeded|persisted|ventured|snapped|roared|bawled|yelled|shrieked|snarled|hissed|grumbled|drawled|faltered|pronounced|assured|reassured|corrected|objected|' +
  'commented|chuckled|giggled|hinted|acknowledged|affirmed|argued|apologised|apologized|promised|warned|wailed|mourned|wondered|quoted|read|sang|vowed|swore|told|echoed|put in|broke in|' +
  'burst out|cut in|spoke|speaking|responding|remonstrated|expostulated|recommended|questioned|volunteered|subjoined|hesitated|coaxed|soothed|scolded|commanded|ordered|directed|requested|' +
  'whined|panted|purred|croaked|squeaked|barked|boomed|mumbled|stuttered|blurted|conceded|countered|guessed|lied|joked|teased|sneered|scoffed|spat|seethed|jerked out|interposed|' +
  'struck in|chimed in|threw in|interjected|stated|reported|noted|opined|maintained|urging|finished|ended|quavered|piped|thundered|rasped|rapped out|quoth';
const SAY = `(?:${SAYING})`;
/** Behind a line and before its subject a verb is hardly ever anything but saying. */
const VERB = `(?:${SAYING}|[a-z]{3,}ed)`;
const MANNER =
  '(?:[a-z]+ly|very|so|then|only|again|at last|at once|now|just|still|also|too|never|always|soon|presently|even|quite|rather|here|next|there|thereupon)';
const KIND =
  '(?:(?!(?:an?|another|one|to|at|with|of|for|from|on|upon|in|by|and|or|that|as|her|his|him|them|all|when|while|after|before|about|against|towards|than|near|behind|beside|over|under|into)\\b)[\\p{Ll}-]+|The)';
const NAMED = `(?:${KIND}\\s+){0,2}${MARK}(?!['’]s\\b| s\\b|\\s+and\\s+(?:the\\s+)?${OPEN})`;
const SOMEBODY = `((?:${OPEN}\\d+${CLOSE}(?:['’]s| s)|the|a|an|his|her|my|their|our|its|this|that|another|one|both|two|three|several|some|many|all|everybody|everyone|somebody|someone|nobody|they|it|we|you|others)\\b[^,.;:!?"“”]{0,40})`;
const SOMEBODY_FIRST =
  '((?:The|A|An|His|Her|My|Their|Our|This|That|Another|One|Both|Two|Three|Several|Some|Everybody|Everyone|Somebody|Someone|They|We|the|a|an|his|her|my|another|one|they|everybody|somebody)\\b(?:\\s+(?!(?:and|but|who|which)\\b)[\\p{Ll}-]+){0,5}?)';
const NOUN =
  '(?:reply|response|answer|rejoinder|remark|comment|exclamation|retort|question|cry|conclusion|reflection|thought|words|verdict|observation|greeting|explanation|speech|report|advice|exclaim)';
const START = '^[\\s,—–)-]*';

const AFTER: RegExp[] = [
  new RegExp(
    `${START}(?:and\\s+)?(?:${MANNER}\\s+)?${VERB}\\s+(?:${MANNER}\\s+)?(?:out\\s+|up\\s+|back\\s+|in\\s+|on\\s+)?(?:${NAMED}|(he|she|I)\\b|${SOMEBODY})`,
    'u',
  ),
  new RegExp(
    `${START}(?:was|were|had been|came)\\s+(?:${MARK}(?:['’]s| s)\\s+[\\p{Ll}-]+|(?:(his|her|my)|(the))\\s+(?:[a-z]+\\s+){0,2}${NOUN})`,
    'u',
  ),
  new RegExp(
    `${START}(?:and\\s+|but\\s+|as\\s+|[Tt]hen\\s+|[Hh]ere\\s+)?(?:${NAMED}|([Hh]e|[Ss]he|I)|${SOMEBODY_FIRST})\\s+(?:had\\s+|would\\s+|could\\s+)?(?:${MANNER}\\s+){0,2}${SAY}\\b`,
    'u',
  ),
];

/** `said Emma and Harriet` */
const TOGETHER = new RegExp(`${START}${VERB}\\s+${MARK}\\s+and\\s+(?:the\\s+)?${MARK}`, 'u');

/** What stands right after a line: `said Emma`, `was Emma's reply`, `Emma said`. */
export function cueAfter(gap: string): Cue | null {
  const narration = gap.slice(0, REACH);
  if (TOGETHER.test(narration)) return { kind: 'somebody', noun: '' };
  for (const pattern of AFTER) {
    const match = pattern.exec(narration);
    if (match) return cueOf(match[1], match[2], match[3]);
  }
  return null;
}

function cueOf(name: string | undefined, pronoun: string | undefined, somebody: string | undefined): Cue {
  if (name !== undefined) return { kind: 'name', name: Number(name) };
  if (pronoun) return pronounCue(pronoun);
  return { kind: 'somebody', noun: somebody ?? '' };
}

function pronounCue(word: string): Cue {
  if (word === 'I' || word === 'my') return { kind: 'I' };
  return { kind: /^h(?:e|is)$/i.test(word) ? 'he' : 'she' };
}

const SENTENCE = /(?<=[.!?]["”’')]?)\s+(?=["“]?[\p{Lu}\uE000])/u;

/** Sentences of a text in which names are marks; a title's stop is within a mark. */
export function sentences(narration: string): string[] {
  return narration.trim().split(SENTENCE);
}

/** How it is said: `said, very gently,`, `began, in a low, timid voice,`, `said, turning to her,`. */
const HOW =
  '(?:(?:very|quite|rather|more|most|so|too|half)\\s+)?[a-z]+ly|(?:in|with|without|under|through|to|at|of|on|for|from|by|as|after|between|into)\\s+[^.;:!?“”"]{1,70}?|[a-z]{3,}ing\\b[^.;:!?“”"]{0,60}?';
const LEADS_IN = new RegExp(
  `\\b${SAY}(?:\\s+(?:again|aloud|out|him|her|me|us|them|himself|herself|myself|this|thus|with|as follows|${MARK})|,?\\s+(?:${HOW})){0,4}\\s*[,:;—–-]*\\s*$`,
  'u',
);
const NAME_SAYS = new RegExp(
  `.*${NAMED}(?:,[^,]{1,60},|,?\\s+who)?\\s+(?:${MANNER}\\s+){0,2}(?:had\\s+)?${SAY}\\b[^.;:]{0,90}[,:;—–-]*\\s*$`,
  'dsu',
);
const HE_SAYS = new RegExp(
  `.*(?<!\\p{L})([Hh]e|[Ss]he|I)\\s+(?:${MANNER}\\s+){0,2}(?:had\\s+)?${SAY}\\b[^.;:]{0,90}[,:;—–-]*\\s*$`,
  'dsu',
);
const NOUN_SAYS = new RegExp(
  `.*(?<!\\p{L})(it|they|${SOMEBODY_FIRST.slice(1, -1)})\\s+(?:${MANNER}\\s+){0,2}(?:had\\s+)?${SAY}\\b[^.;:]{0,90}[,:;—–-]*\\s*$`,
  'dsu',
);
/** `Emma's answer was,`; `Emma's suddenly saying,`. */
const HERS = new RegExp(
  `${MARK}(?:['’]s| s)\\s+(?:[\\p{Ll}-]+\\s+){0,3}?(?:(?:${NOUN}|only [a-z]+|first words?)\\b[^.;:]{0,30}\\b(?:was|were|is|came)|saying|adding|asking|replying|exclaiming|crying)\\b[^.;:]{0,40}[,:;—–-]*\\s*$`,
  'u',
);
const SAYS_NAME = new RegExp(
  `^(?:and\\s+|but\\s+|[Tt]hen\\s+)?${SAY}\\s+(?:${NAMED}|(he|she|I)\\b)[^.;]{0,60}[,:—–-]+\\s*$`,
  'u',
);
/** A clause's subject: at the start of the sentence or where a clause is joined to the one before. */
const SUBJECT = new RegExp(
  `(?:^[^\\uE000,;]{0,40}?(?<!\\b(?:to|at|with|of|for|from|on|upon|in|by|and)\\s)|[;—–]\\s*(?:and\\s+|but\\s+)?|,?\\s*\\b(?:and|but|then)\\s+|^[^\\uE000;]{0,80}?,\\s+)(?:(?:the\\s+|poor\\s+|old\\s+|young\\s+)*${MARK}(?!['’]s\\b| s\\b)|([Hh]e|[Ss]he|I)(?=[\\s,])|(it|they|her\\s[a-z]+|his\\s[a-z]+)(?=\\s))(?=[\\s,]+(?:[a-z]+))`,
  'gu',
);

const WITHIN = new RegExp(
  `,\\s+(?:when|while|till|until|as|who)\\s+(?:(?:the\\s+)?${MARK}(?!['’]s\\b| s\\b)|(he|she|I)(?=\\s)|(it|they)(?=\\s))`,
  'gu',
);

/** What leads in to a line: `Emma pondered a moment, and then replied,`. */
export function cueBefore(narration: string): Cue | null {
  const sentence = (sentences(narration.slice(-2 * REACH)).pop() ?? '').slice(-REACH);
  const hers = HERS.exec(sentence);
  if (hers) return { kind: 'name', name: Number(hers[1]) };
  if (!LEADS_IN.test(sentence)) return null;
  const inverted = SAYS_NAME.exec(sentence);
  if (inverted) return cueOf(inverted[1], inverted[2], undefined);
  let nearest: Cue | null = null;
  let at = -1;
  for (const [pattern, group] of [
    [NOUN_SAYS, 3],
    [NAME_SAYS, 1],
    [HE_SAYS, 2],
  ] as const) {
    const match = pattern.exec(sentence);
    const from = match?.indices![1]![0] ?? -1;
    if (from <= at) continue;
    at = from;
    nearest = cueOf(group === 1 ? match![1] : undefined, group === 2 ? match![1] : undefined, match![1]);
  }
  if (nearest) return nearest;
  const subjects = [...sentence.matchAll(SUBJECT)];
  const last = subjects.at(-1);
  if (!last) return null;
  // `He would have led her to it, when she drew back, and said`: whose saying it is, is not certain.
  const within = [...sentence.slice(last.index + last[0].length).matchAll(WITHIN)];
  const found = cueOf(last[1], last[2], last[3]);
  return within.every((match) => same(cueOf(match[1], match[2], match[3]), found))
    ? found
    : { kind: 'somebody', noun: '' };
}

export function same(a: Cue, b: Cue): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind === 'name' ? a.name === (b as typeof a).name : a.kind !== 'somebody';
}

const BEAT = new RegExp(
  `^["“”\\s,—–-]*(?:(?:And|But|Then|So|Here|Now|At this|At last)\\s+)?(?:(?:${KIND}\\s+){0,3}${MARK}(?!['’]s\\b| s\\b)|(He|She|I|he|she)|${SOMEBODY_FIRST})(?:,[^,]{1,60},)?\\s+(?:${MANNER}\\s+)*[a-z]+`,
  'u',
);

/** Whoever acts in a sentence as its subject: `Marilla put down her knitting.` */
export function actor(sentence: string): Cue | null {
  const match = BEAT.exec(sentence.slice(0, REACH));
  if (!match) return null;
  // Where the noun ends and the verb begins is not known: the first words tell whom it may be.
  const noun =
    match[3] && match[0].slice(match[0].indexOf(match[3])) + sentence.slice(match[0].length, REACH);
  return cueOf(
    match[1],
    match[2],
    noun
      ?.split(/[,;]?\s+/)
      .slice(0, 4)
      .join(' '),
  );
}

/** What a subject does, right behind it. */
export const DOES =
  '(?:[a-z]+ly\\s+|then\\s+|had\\s+|also\\s+)?(?:was|had|is|has|would|could|did|looked|smiled|turned|thought|felt|knew|saw|came|went|took|stood|sat|said|gave|made|put|ran|left|rose|spoke|began|got|let|told|kept|held|heard|shook|threw|drew|fell|grew|meant|[a-z]{3,}ed)\\b';
const SUBJECTS = new RegExp(
  `(?<!\\b(?:of|to|with|from|at|by|for|upon|on|than)\\s(?:the\\s)?)${MARK}(?:,[^,.;\\uE000]{1,40},)?\\s+${DOES}`,
  'gu',
);

/** The names of those who do something, anywhere in what is told, in order. */
export function subjectsIn(narration: string): number[] {
  return [...narration.matchAll(SUBJECTS)].map(([, name]) => Number(name));
}

const ADDRESS =
  '(?:my|My|dear|Dear|dearest|Dearest|oh|Oh|O|ah|Ah|poor|Poor|old|little|sweet|and|good|Good|well|Well|yes|Yes|no|No|come|Come|now|Now|Mister)';
const VOCATIVE = new RegExp(
  `(?:^|[,;.!?—–-]\\s*|["“]\\s*)(?:${ADDRESS}\\s+){0,3}(?<!\\band\\s)${MARK}\\s*(?=[,!?;.—–-]|$)`,
  'gu',
);

/** Names that a line calls out to: `Oh, Emma, …`. */
export function vocatives(line: string): number[] {
  const found: number[] = [];
  for (const match of line.matchAll(VOCATIVE)) {
    const after = line.slice(match.index + match[0].length).trimStart();
    const begins = match.index === 0 && !/^[,;.!?]/.test(match[0]);
    const lone = begins && /^[.?]?$/.test(after);
    // `He met Jane, Emma, and Mary`: a list calls nobody.
    const listed = /^,\s*(?:and\s+)?\uE000/.test(after) || /\uE001,\s*$/.test(line.slice(0, match.index + 1));
    if (!lone && !listed) found.push(Number(match[1]));
  }
  return found;
}
