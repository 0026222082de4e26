import { ENGLISH_WORDS, NUMBERS, tagged } from './english-words.js';
import { ENGLISH_EVENTS } from './english-events.js';
import { OTHER, OWN } from './marks.js';
import { type FactRule, rule, type Rules } from './rules.js';

const OPENER =
  '(?:And|But|For|So|Then|Now|Yet|Still|Thus|However|Indeed|Poor|Dear|Little|Old|Young|Certainly|Of course|In fact|At first|By nature|Naturally|Also|Besides|Moreover|In short|As for|[Tt]hat|[Bb]ecause|[Aa]s|[Ww]hile|[Tt]hough|[Aa]lthough|[Ss]ince|and|but|for|so|yet)';
/** That winter, one day: before a subject without a comma. */
const TIME =
  '(?:spring|summer|autumn|fall|winter|morning|evening|afternoon|night|year|month|week|day|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|1[0-9]{3}|20[0-9]{2})';
/** `That night`, `In the following June`, `Two years later`. */
const WHEN =
  `(?:(?:That|This|One|Last|Next|The (?:next|same|following)) \\w+|(?:In|On|By|During) (?:[a-z]+ ){0,2}${TIME}(?: of (?:the |that |this )?(?:[a-z]+ )?${TIME})?|` +
  `(?:An?|Two|Three|Four|Five|Six|Seven|Ten|Some|Many|Several) (?:[a-z]+ )?(?:years?|months?|weeks?|days?) (?:later|after|afterwards)),? `;
const ADVERB =
  '(?:\\w+ly|always|never|not|very|so|too|rather|quite|most|more|also|both|still|by nature|at heart|as|a little|just|but|only|ever|indeed|such) ';
const { people, trait, looks, body, nature, goods, skill, feels, bond: K, any } = ENGLISH_WORDS;
const ADJECTIVES = `(?:${any},? (?:and |but |or )?){0,6}?`;
/** What may stand between a subject and its verb. */
const ASIDE = `(?:, [^,.;]{1,70},)?(?: (?:himself|herself|who))?`;
const IS = `${ASIDE}(?:,? who)? (?:is|was|had been|has been) (?:${ADVERB}){0,3}`;

/** What is said with `is` or `was`. */
const NATURES: FactRule[] = [
  // A mender of nets.
  rule(
    'status',
    2.6,
    'subject',
    `${IS}an? (?:[\\w-]+ ){0,2}?[a-z-]+(?:er|or|ist|smith|wright)(?: of| at| in|[.;]|$)`,
  ),
  rule(
    'status',
    3,
    'subject',
    `${IS}(?:an?|the|one of (?:the|those|these)|no|my|his|her|their|our|${OTHER}['’]s) ${ADJECTIVES}${people}(?! (?:who|that) (?:had )?(?:came|come|went|gone|spoke|spoken|entered|answered)|['’]s| to (?:speak|leave|enter|arrive|move))`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `${IS}${trait}(?:,| and|-|\\b)(?! (?:to|that|if|enough|of (?:it|that|this)|with|at|on|in|for))`,
  ),
  rule('looks', 2.5, 'subject', `${IS}${looks}(?: and|,| but|[.;]|$)`),
  rule(
    'age',
    2.5,
    'subject',
    `${IS}(?:about |nearly |only |now |almost |over |under |aged |turned )?${NUMBERS}(?: years (?:old|of)| and (?:looked|had)|[.;]|$)`,
  ),
  rule(
    'status',
    2.8,
    'subject',
    `${ASIDE} (?:is|was|had been|has been) (?:born|called|named|known as|brought up|educated|raised|apprenticed|the (?:eldest|youngest|only|second)|married to)\\b`,
  ),
];

const FACTS: FactRule[] = [
  ...NATURES,
  rule('status', 3.2, 'behind', `, (?:an?|one of the|who (?:is|was|had been) an?) ${ADJECTIVES}${people}`),
  rule('status', 3, 'before', `^(?:The|Her|His|Their|${OTHER}['’]s) ${ADJECTIVES}${people} (?:was|is) `),
  rule('status', 2.9, 'behind', `, the (?:${any} ){0,3}${people}(?: of [^,.;]{1,30})?[,.;]`),
  rule(
    'status',
    3,
    'before',
    `\\b(?:[Aa]n?) (?:${any},? ){0,4}${people}(?: (?:named|called|of the name of)|,) `,
  ),
  rule(
    'trait',
    2,
    'subject',
    `${ASIDE} (?:was|is) (?:\\w+ly |very |always )?(?:fond of|afraid of|devoted to|given to|accustomed to|in the habit of|incapable of|noted for|known for|famous for|celebrated for)\\b`,
  ),
  rule(
    'trait',
    2.2,
    'subject',
    `['’]s? ${ADJECTIVES}${nature}[^,.;]{0,20} (?:is|was|were|are|had been|had always)\\b(?! (?:now|then|at|in|too|so|on|full|interrupted|called|turned))`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `${ASIDE} (?:had|has|possessed) (?:always )?(?:an?|the|no|not|much|great|little|some|all the|his|her|naturally) ${ADJECTIVES}${nature}(?! to\\b)`,
  ),
  rule(
    'trait',
    1.8,
    'subject',
    `${ASIDE} (?:always|never|usually|generally|seldom|rarely|invariably|habitually|used to|would (?:always|often)) (?!been|had|before|again|forget|forgot|seen|saw|heard|mind|knew|known|will|thought|spoke|so|mentioned|met|could|would|felt|came|looked)\\w+`,
  ),
  rule(
    'looks',
    3,
    'subject',
    `['’]s? ${ADJECTIVES}${body} (?:is|was|were|are|had been)(?: \\w+ly| very| always)? (?:of an? )?(?:${any},? (?:and )?)?${looks}`,
  ),
  rule('trait', 2.2, 'subject', `['’]s? ${ADJECTIVES}${nature} (?:is|was|were) (?:${ADVERB}){0,2}${trait}`),
  rule(
    'looks',
    3,
    'subject',
    `${ASIDE} (?:had|has|wore) (?:an?|the|no|very|his|her)? ?${ADJECTIVES}${looks},? (?:${any},? (?:and )?){0,3}${body}`,
  ),
  rule(
    'looks',
    3,
    'behind',
    `, with (?:an?|his|her|the)? ?${ADJECTIVES}${looks},? (?:${any},? (?:and )?){0,3}${body}`,
  ),
  rule('looks', 2, 'subject', `${ASIDE} (?:always wore|was dressed in|was clad in)\\b`),
  rule(
    'possession',
    2,
    'subject',
    `${ASIDE} (?:had|has|owned|possessed|inherited|kept|had inherited|had left|was heir to) (?:an?|the|no|some|his|her|two|three|four|five|several|ten|great|large|many|of)\\b ?${ADJECTIVES}${goods}`,
  ),
  rule(
    'status',
    2,
    'subject',
    `${ASIDE} (?:had )?(?:lived|dwelt|resided|lodged|lives|always lived|worked|served|taught|ruled|commanded)\\b (?:in|at|with|alone|for|as|on|near|under|the|an?)\\b`,
  ),
  rule(
    'ability',
    2.5,
    'subject',
    `${ASIDE} (?:could|can|knew how to|knows how to) (?:also |always |even )?${skill}(?! (?:no more|nothing|not))`,
  ),
  rule('ability', 2.5, 'subject', `${IS}(?:skilled|clever|good|expert|great|excellent|quick) (?:at|in)\\b`),
  rule(
    'ability',
    2,
    'subject',
    `${ASIDE} (?:sang|played|drew|rode|danced|spoke|cooked|painted|fought|wrote)\\b [^.;]{0,40}\\b(?:well|beautifully|badly|better than|excellently|to perfection|like an?)\\b`,
  ),
  rule(
    'drive',
    2.5,
    'subject',
    `${ASIDE} (?:had |has )?(?:always |never |truly |dearly |secretly |still |passionately |greatly |heartily |much |rather |both |simply |only |really ){0,2}${feels}(?! (?:by|that|there|lest|he|she|it|to (?:see|hear|find|think))\\b)`,
  ),
  rule(
    'drive',
    2.5,
    'subject',
    `${ASIDE} (?:had |has )?(?:made up (?:his|her) mind|resolved|vowed|sworn|swore|was determined|was resolved) (?:to|that|never|not)\\b`,
  ),
  rule(
    'drive',
    2.5,
    'subject',
    `['’]s? (?:\\w+ ){0,2}(?:ambition|dream|wish|desire|hope|aim|passion|longing|object in life) (?:was|is|had been)\\b`,
  ),
];

const I = (what: string) => `(?:^|[,;:] (?:and|but|for|because|as)? ?|and |but |for )I ${what}`;

/** Words that may stand before what somebody is: `her dear old friend`. */
const ADJ = `(?:(?!(?:to|of|for|with|from|by|in|on|at|and|or|his|her|my|the|an?) )${any},? ){0,3}?`;
/** `her friend Jane`, `her friend, Jane,`: but not `to her friend, Jane went`. */
const NAMED = (who: string) => `(?: |, (?=.(?:[.;!?]|, (?!and\\b)| who\\b|$)))${who}(?!['’]s)`;
const ONE = `(?<o>${OTHER})`;
const BEGIN = `^(?:${WHEN})?(?:${OPENER},? )*`;
const NOBODY = '[^\uE000-\uE8FF.;]';
const PAIR =
  '(?<k>friends|brothers|sisters|cousins|enemies|lovers|twins|partners|neighbours|neighbors|comrades|rivals)';
const bond = (bearer: 'own' | 'other' | 'both', pattern: string) => ({
  bearer,
  pattern: new RegExp(pattern),
});

/** How English tells who somebody is. */
export const ENGLISH: Rules = {
  tag: tagged,
  clauseEnd: /;\s|:\s|--+|\s?—\s?/g,
  supposes:
    /^\W*(?:If|Had|Suppose|Were|Unless|Whether|Perhaps|What|Who|How|Why|Where|Is|Was|Does|Did|Could|Would|Can|Shall)\b|\?\W*$|\b[Ii]f \uE000|\bwhether\b|\bas (?:if|though)\b|(?:would|could|might|should|must|may) (?:not )?have\b|\b(?:too|so) [\w-]+ (?:to|that)\b/,
  leads: new RegExp(
    `(?:^(?:${WHEN})?|, (?:and|but|for|as|because|that|though|since|while) |\\bthat |, with )(?:${OPENER},? )*$`,
  ),
  begins: new RegExp(`${BEGIN}${OWN}(?!['’]s?\\b)`),
  pronoun: /^(?:(?:And|But|For|Yet|So|Then|Besides,|Indeed,|Still|Now),? )?(He|She|His|Her)\b/,
  facts: [...FACTS, ...ENGLISH_EVENTS],
  hearsay: [
    ...NATURES,
    rule(
      'event',
      3,
      'subject',
      ' (?:is|was|has been|have been) (?:dead|married|engaged|killed|murdered|drowned|arrested)\\b',
    ),
  ],
  ownWords: [
    rule(
      'status',
      3,
      'anywhere',
      `${I('(?:am|was|have been)')} (?:\\w+ly )?(?:an?|the|one of the|only an?|no) ${ADJECTIVES}${people}`,
    ),
    rule(
      'status',
      3,
      'anywhere',
      `${I('(?:was born|was brought up|come from|came from|grew up|was christened|have lived|live|work)')}\\b`,
    ),
    rule(
      'age',
      3,
      'anywhere',
      `\\bI(?: am|['’]m) (?:about |nearly |only |just |almost )?${NUMBERS}(?: years| and\\b|[,.;!]|$)`,
    ),
    rule(
      'drive',
      2.5,
      'anywhere',
      `${I("(?:\\w+ly |always |have always |never )?(?:love|hate|detest|despise|adore|long|dread|want to be|mean to be|believe in|can['’]t bear|cannot bear|can['’]t abide)")}\\b(?! (?:you|it|that|this)\\b)`,
    ),
    rule(
      'status',
      2.5,
      'anywhere',
      `\\b[Mm]y (?:own |dear |poor |late |dead )?(?:father|mother|husband|wife|brother|sister|son|daughter|parents|grandfather|grandmother|uncle|aunt)(?: and (?:father|mother))? (?:was|is|were|are|died|had|has|left|kept|lived)\\b`,
    ),
    rule(
      'trait',
      2.5,
      'anywhere',
      `${I('am')} (?:${ADVERB}){0,3}${trait}(?! (?:to|that|if|of (?:it|that|this)|enough|with|in|at|for))`,
    ),
  ],
  bonds: [
    bond('own', `${ONE}['’]s? ${ADJ}${K}${NAMED(OWN)}`),
    bond('own', `${OWN}, ${ONE}['’]s ${ADJ}${K}`),
    bond('own', `${OWN}(?:, who)? (?:is|was|had been|became) ${ONE}['’]s ${ADJ}${K}`),
    bond('own', `${OWN},? (?:(?:is|was|became) )?(?:the|an?) ${ADJ}${K} (?:of|to) ${ONE}(?!['’]s)`),
    bond('other', `${OWN}['’]s? ${ADJ}${K}${NAMED(ONE)}`),
    bond('other', `${ONE}, ${OWN}['’]s ${ADJ}${K}`),
    bond('other', `${ONE}(?:, who)? (?:is|was|had been|became) ${OWN}['’]s ${ADJ}${K}`),
    bond('other', `${ONE},? (?:(?:is|was|became) )?(?:the|an?) ${ADJ}${K} (?:of|to) ${OWN}(?!['’]s)`),
    bond('other', `${BEGIN}${OWN}${NOBODY}{1,80}?\\b(?:his|her) ${ADJ}${K}${NAMED(ONE)}`),
    bond('own', `${BEGIN}${ONE}${NOBODY}{1,80}?\\b(?:his|her) ${ADJ}${K}${NAMED(OWN)}`),
    bond('both', `(?:${OWN} and ${ONE}) (?:were|are|had been|had always been|became) ${ADJ}${PAIR}\\b`),
    bond('both', `(?:${ONE} and ${OWN}) (?:were|are|had been|had always been|became) ${ADJ}${PAIR}\\b`),
  ],
  mine: new RegExp(`\\b[Mm]y ${ADJ}${K} (?<o>${OWN}|${OTHER})(?!['’]s)`),
  feelings: new RegExp(
    `${BEGIN}${OWN} (?:had )?(?:always |never |truly |dearly |secretly |still |passionately |at once ){0,2}(?:loved|hated|detested|despised|adored|worshipped|feared|resented|admired|envied|disliked|liked|trusted|pitied|distrusted|married|was in love with|was engaged to|fell in love with|was devoted to|was fond of|was afraid of|served|obeyed|respected|quarrelled with|forgave|befriended|nursed|adopted) (?:his |her )?${ONE}(?!['’]s)`,
  ),
};
