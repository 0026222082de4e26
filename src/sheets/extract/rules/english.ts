import { ENGLISH_WORDS, NUMBERS, rule, tagged, tolerant } from './english-words.js';
import { ENGLISH_EVENTS } from './english-events.js';
import { ADJECTIVES, ADVERB, FACTS, NATURES } from './english-facts.js';
import { BEFORE_SUBJECT, ENGLISH_PEOPLE } from './english-people.js';
import { OF_A_MOMENT } from './english-plain.js';
import { CONFESSIONS, described, PORTRAITS, VERDICTS } from './english-portraits.js';
import { OTHER, OWN } from './marks.js';
import type { Rules } from './rules.js';

const OPENER =
  '(?:No wonder|It is true|It was true|And|But|For|So|Then|Now|Yet|Still|Thus|However|Indeed|Poor|Dear|Little|Old|Young|Certainly|Of course|In fact|At first|By nature|Naturally|Also|Besides|Moreover|In short|As for|[Tt]hat|[Bb]ecause|[Aa]s|[Ww]hile|[Tt]hough|[Aa]lthough|[Ss]ince|and|but|for|so|yet)';
/** That winter, one day: before a subject without a comma. */
const TIME =
  '(?:spring|summer|autumn|fall|winter|morning|evening|afternoon|night|year|month|week|day|January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|1[0-9]{3}|20[0-9]{2})';
/** `That night`, `In the following June`, `Two years later`. */
const WHEN =
  `(?:(?:That|This|One|Last|Next|The (?:next|same|following)) \\w+|(?:In|On|By|During) (?:[a-z]+ ){0,2}${TIME}(?: of (?:the |that |this )?(?:[a-z]+ )?${TIME})?|` +
  `(?:An?|Two|Three|Four|Five|Six|Seven|Ten|Some|Many|Several) (?:[a-z]+ )?(?:years?|months?|weeks?|days?) (?:later|after|afterwards)),? `;
const { people, trait, bond: K, any, tags: TAGS } = ENGLISH_WORDS;

const I = (what: string) => `(?:^|[,;:] (?:and|but|for|because|as)? ?|and |but |for )I ${what}`;

/** Words that may stand before what somebody is: `her dear old friend`. */
const ADJ = `(?:(?!(?:to|of|for|with|from|by|in|on|at|and|or|as|than|if|when|that|his|her|my|the|an?) )${any},? ){0,3}?`;
/** `her friend Jane`, `her friend, Jane,`: but not `to her friend, Jane went`. */
const NAMED = (who: string) => `(?: |, (?=.(?:[.;!?]|, (?!and\\b)| who\\b|$)))${who}(?!['’]s)`;
const ONE = `(?<o>${OTHER})`;
const BEGIN = `^(?:${WHEN})?(?:${OPENER},? )*`;
const NOBODY = '[^\uE000-\uE8FF.;]';
const PAIR =
  '(?<k>friends|brothers|sisters|cousins|enemies|lovers|twins|partners|neighbours|neighbors|comrades|rivals)';
const bond = (bearer: 'own' | 'other' | 'both', pattern: string) => ({
  bearer,
  pattern: new RegExp(tolerant(pattern)),
});

/** How English tells who somebody is. */
export const ENGLISH: Rules = {
  tag: tagged,
  clauseEnd: /;\s|:\s|--+|\s?—\s?/g,
  supposes:
    /^\W*(?:If|Had|Suppose|Were|Unless|Whether|Perhaps|What(?! \uE000)|Who|How|Why|Where|Is|Was|Does|Did|Could|Would|Can|Shall)\b|\?\W*$|\b[Ii]f (?:\uE000|[^,.;]*\bwere\b)|\b[Ww]henever\b|\bsuppose that\b|^Of having\b|ought (?:not )?to have\b|\bwhether\b|\bas (?:if|though)\b|(?:would|could|might|should|must|may) (?:not )?have\b|\b(?:too|so) [\w-]+ (?:to|that)\b/,
  leads: new RegExp(
    `(?:^(?:${WHEN})?|, (?:and|but|for|as|because|that|though|since|while) |\\bthat |\\b(?:think|thought|thinks|said|believed|believe|believes|know|knew|declared|fancied) |, with )(?:${OPENER},? )*$|${BEFORE_SUBJECT.source}`,
    'u',
  ),
  people: () => ENGLISH_PEOPLE,
  first: /\b(?:I|[Mm]y)\b/,
  namesake: new RegExp(
    `\\b(?:an?|another|our|their|his|her) (?:${any} ){0,2}?${any},? (?:who (?:is|was) |is |was )?(?:called|named|christened) ${OWN}`,
  ),
  facts: [...FACTS, ...PORTRAITS, ...ENGLISH_EVENTS],
  described,
  introduces:
    /\b(?:[Mm]y name is|I am called|[Tt]hey call me|I(?: am|['’]m)) (?<who>[\uE000\uE100-\uE8FF])(?=[,.;!]|$)/u,
  entrance: null,
  hearsay: [
    ...NATURES,
    ...VERDICTS,
    rule(
      'event',
      3,
      'subject',
      ' (?:is|was|has been|have been) (?:dead|married|engaged|killed|murdered|drowned|arrested)\\b',
    ),
  ],
  ownWords: [
    ...CONFESSIONS,
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
    rule('status', 3, 'anywhere', `^I(?: am|['’]m| was) (?:his|her|their|${OTHER}['’]s) (?:${any} )?${K}`),
    rule(
      'trait',
      2.4,
      'anywhere',
      `${I('am')} (?:not,?(?: I think,| I fear,)? )?an? ${ADJECTIVES}(?:${trait}|stubborn|plain) (?:man|woman|girl|boy|fellow|person)`,
    ),
    rule(
      'trait',
      2.4,
      'anywhere',
      `${I('(?:have|had) (?:always|never) been')} (?!in |so |more |better |to )(?:an? )?`,
    ),
    rule(
      'event',
      3,
      'anywhere',
      `${I('(?:(?:have |had )?(?:married|lost|buried|killed|betrayed|divorced|adopted|inherited|refused) (?:him|her|my|a|an|the|[A-Z]\\w+|[\uE000\uE100-\uE8FF])|was (?:married|widowed|wounded|arrested|dismissed|expelled)|(?:am|was) engaged|am (?:going to be|to be) married|ran away|have (?:twice |once )?asked [^.;]{2,30} to marry)')}\\b`,
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
      `${I("(?:\\w+ly |always |have always |never )?(?:love|hate|detest|despise|adore|long|dread|want to be|mean to be|believe in|can['’]t bear|cannot bear|can['’]t abide)")}\\b(?! (?:you|it|that|this|him|her|them|the way)\\b|[^.;]*\\byou\\b)`,
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
      `${I('am')} (?:${ADVERB}){0,3}(?!sensible of\\b|${OF_A_MOMENT})${trait}(?! (?:to|that|if|of (?:it|that|this)|enough|with|in|at|for))`,
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
  kin: new RegExp(
    // `Said her mother`, `asked after her husband`: hers is whoever else is there.
    `(?<!\\b(?:said|cried|asked|replied|answered|exclaimed|whispered|returned|observed|added|(?:asked|inquired|enquired) (?:after|for))${TAGS} )${OWN}['’]s? ${ADJ}${K}(?!['’]s?\\b|,? [\uE000-\uE8FF])(?:,? (?<n>(?:(?:Mr|Mrs|Dr|Capt|Col|Rev)\\.? |(?:Miss|Captain|Colonel|Lady|Sir|Lord) )?\\p{Lu}[\\p{L}'’-]+(?: \\p{Lu}[\\p{L}'’-]+)?))?`,
    'gu',
  ),
  // `My aunt is`, `against my brother's word`; not `my dear aunt, I am not`, nor a couple, `my brother and sister`.
  myKin: new RegExp(
    `(?<!\\b(?:is|was|are|not|be|as) )\\b[Mm]y ${ADJ}(?!child\\b)${K}(?!${TAGS} and (?:brother|sister)\\b|,? [\uE000-\uE8FF])(?:(?=(?:['’]s)? \\p{Ll})|(?<=\\p{Ll} [Mm]y [^,.;]*)(?=[.,;!?]))`,
    'gu',
  ),
  whose: new RegExp(
    `${OWN}(?:,? who)?,? (?:(?:is|was|had been) )?(?<n>(?:\\p{Lu}[\\p{L}.'-]+ ){1,2}\\p{Lu}?[\\p{L}-]+?|\\p{Lu}[\\p{L}-]+?)['’]s ${ADJ}${K}(?=[,.;]|$)`,
    'u',
  ),
  mine: new RegExp(`\\b[Mm]y ${ADJ}${K} (?<o>${OWN}|${OTHER})(?!['’]s)`),
  feelings: new RegExp(
    `${BEGIN}${OWN} (?:had )?(?:always |never |truly |dearly |secretly |still |passionately |at once ){0,2}(?:loved|hated|detested|despised|adored|worshipped|feared|resented|admired|envied|disliked|liked|trusted|pitied|distrusted|married|was in love with|was engaged to|fell in love with|was devoted to|was fond of|was afraid of|served|obeyed|respected|quarrelled with|forgave|befriended|nursed|adopted) (?:his |her )?${ONE}(?!['’]s)`,
  ),
};
