import { ENGLISH_WORDS, NUMBERS, rule } from './english-words.js';
import { ASIDE, ENGLISH_PLAIN, OF_A_MOMENT } from './english-plain.js';
import { OTHER, OWN } from './marks.js';
import type { FactRule } from './rules.js';

/** What may stand before what somebody is like. */
export const ADVERB =
  '(?:\\w+ly|then|already|always|never|not|very|so|too|rather|quite|most|more|also|both|still|by nature|at heart|as|a little|just|but|only|ever|indeed|such) ';
const { people, trait, looks, body, nature, goods, skill, feels, any } = ENGLISH_WORDS;
/** Any words of the kind `dear old`, before a noun. */
export const ADJECTIVES = `(?:${any},? (?:and |but |or )?){0,6}?`;
const IS = `${ASIDE}(?:,? who)? (?:is|was|(?:had|has)(?: never| always| long)? been) (?:${ADVERB}){0,3}`;

/** What is said with `is` or `was`. */
export const NATURES: FactRule[] = [
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
    `${IS}(?:an?|the|one of (?:the|those|these)|no|my|his|her|their|our|${OTHER}['’]s) (?!(?:very|only|last|first) (?:person|man|woman|one|creature)\\b|[\\w-]+ (?:visitor|guest|partner)\\b)${ADJECTIVES}${people}(?! (?:who|that) (?:had )?(?:came|come|went|gone|spoke|spoken|entered|answered)|['’]s| (?:whom|whose|(?:to|towards|of|by) whom|meant|intended|fixed|you)\\b| to (?:speak|leave|enter|arrive|move))`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `${IS}(?!${OF_A_MOMENT}|sensible of\\b)${trait}(?:,| and|-|(?![\\w-]))(?! (?:to|that|if|enough|of (?:it|that|this)|with|at|on|in|for|a moment|now|again|about)\\b)`,
  ),
  rule('looks', 2.5, 'subject', `${IS}${looks}(?: and|,| but|[.;]|$)`),
  rule(
    'age',
    2.5,
    'subject',
    `${IS}(?:about |nearly |only |now |almost |over |under |aged |turned )?${NUMBERS}(?: years (?:old|of)| and\\b| now| when\\b|, |[.;]|$)`,
  ),
  rule(
    'status',
    2.8,
    'subject',
    `${ASIDE} (?:is|was|had been|has been) (?:born|called(?! (?:on|upon|out|up|to|back|for|away|into|in|down|off|over)\\b)|named|known as|brought up|educated|raised|apprenticed|the (?:eldest|youngest|second|only(?! (?:one|person|man|woman|creature|thing)\\b))|married to)\\b`,
  ),
];

const WORKED = '(?:had |has |have )?(?:always |once |also |long )?';
/** `Spoke slowly`, but not `spoke to him`, and not `as he spoke`. */
const SPEAKS =
  '(?:(?:spoke|speaks|talks|talked|talk|speak)(?: \\w+)? (?:\\w+ly|with (?:an?|his|her) (?:[\\w-]+ ){0,3}(?:voice|accent|stammer|lisp|drawl|brogue|hands?|whole|eyes)|in an? (?:[\\w-]+,? ){0,3}(?:voice|accent|tone|whisper|drawl|way|monotone|growl)|like|(?:little|much|less|more)(?=[.,;])|fast|low|loud|slow|as if|as though|too \\w+|very|(?:broken|good|bad|perfect) [A-Z]\\w+|well|badly|through)\\b(?! (?:of|about|again|them|him|her|it)\\b)|(?:swears|swore|stammers|stammered|stammer|stutters|stuttered|lisps|lisped|mumbles|mumbled|drawls|drawled)(?! (?:out|something|that|to|of|about|again|an?|the|his|her)\\b)[^,.;]{3})';

/** What a text tells of somebody. */
export const FACTS: FactRule[] = [
  ...NATURES,
  ...ENGLISH_PLAIN,
  // What somebody does again and again.
  rule(
    'trait',
    2,
    'subject',
    `${ASIDE} (?!was|is|had been|did)[^.;\uE000-\uE8FF]{2,50}\\b(?:all day(?: long)?|every (?:day|night|week|morning|evening|afternoon|year|summer|winter|other \\w+|[A-Z][a-z]+day)|the whole (?:of the )?day|(?:once|twice) an? (?:day|week|month|year)|in all weathers|winter and summer|year after year)\\b`,
  ),
  rule(
    'status',
    2.7,
    'subject',
    `${ASIDE} ${WORKED}(?:studied|trained|taught|teaches|practised|practiced|lectured|manages|managed|edited|edits|farmed|farms|works|worked)\\b(?! (?:out|up|hard|herself|himself|on|upon|with|all|him|her|it|the))`,
  ),
  rule(
    'status',
    2.5,
    'subject',
    `${ASIDE} ${WORKED}(?:ran|runs|kept|keeps|drove|drives|sells|sold|makes|mends|builds|owns|owned) (?:[\\w-]+ ){0,3}?(?:${goods}|(?:tram|bus|taxi|cab|lorry|truck|lot|store|stall|bar|hotel|furniture|insurance|bakery|ferry|lighthouse|school|office|hospital)\\b)`,
  ),
  rule(
    'status',
    2.6,
    'subject',
    `${ASIDE} (?:has|had) been (?:an? |the |our )?(?!\\w+(?:ed|ing)\\b)[\\w-]+(?:er|or|ist|man|woman|ant|ent|smith|wright) (?:on|in|at|of|for|to)\\b`,
  ),
  rule('status', 2.2, 'subject', `${ASIDE} [^,.;]{1,60} for (?:${NUMBERS}|many|several|some) years\\b`),
  rule(
    'status',
    2.6,
    'subject',
    `${ASIDE} ${WORKED}(?:grew up|grown up|lives|lodges|lodged|lived|moved to|(?:has|had) (?:an? |the )?(?:[\\w-]+ ){0,2}rooms? (?:in|at|over|above|near))\\b(?! (?:to (?:see|be|regret|tell)|through))`,
  ),
  rule(
    'looks',
    2.6,
    'subject',
    `${ASIDE} (?:has got|had|has|have|wore|wears) (?:an?|the|no|her|his|${OWN}['’]s)(?: [\\w'’-]+){0,3}? (?:scar|limp|squint|beard|moustache|birthmark|tattoo|dimple|freckles|gold tooth|glasses|spectacles|wig|hump|${body})(?! to\\b)`,
  ),
  rule(
    'trait',
    1.9,
    'subject',
    `${ASIDE} (?!is|was|has|does|says|sees|hears|knows|feels|notices)\\w+s (?:everything|everybody|everyone|nothing|(?:about )?\\w+ \\w+ (?:a|every) (?:day|week|night|morning))\\b`,
  ),
  rule(
    'drive',
    2.5,
    'subject',
    `${ASIDE} (?:could not|cannot|couldn['’]t|can['’]t|could never|can never|won['’]t|will not) (?:abide|bear|stand|endure|resist|forgive)\\b(?![.,;]| (?:it|him|her|them|to|up|still|there|the (?:thought|sight|idea)))`,
  ),
  rule(
    'drive',
    2.6,
    'anywhere',
    `\\b[Ww]hat ${OWN} (?:really |most |always )?(?:loved|loves|hated|hates|wanted|wants|feared|fears|liked|likes)\\b[^.;]{0,30} (?:was|is)\\b`,
  ),
  rule(
    'drive',
    2.4,
    'subject',
    `${ASIDE} (?:is|was)(?: \\w+)? (?:scared of|frightened of|terrified of|proud of|mad about|crazy about|in love with)\\b(?! (?:it|him|that)\\b)`,
  ),
  rule(
    'drive',
    2.3,
    'subject',
    `${ASIDE} (?:meant|means|wanted|wants|hoped|hopes) to (?:be|become|go|live|write|own|marry|leave)\\b(?! (?:where|quiet|alone|sure|here|there|now|home)\\b)`,
  ),
  rule('manner', 2.8, 'subject', `${ASIDE} (?:always |never |seldom |usually )?${SPEAKS}`),
  rule(
    'manner',
    2.8,
    'subject',
    `${ASIDE} (?:always|never|seldom|usually|rarely) (?:spoke|speaks|talked|talks)\\b`,
  ),
  rule(
    'manner',
    2.4,
    'behind',
    ` (?:talk|talks|speak|speaks|stammers?|stutters?)\\b(?! (?:to|of|about|with|again|it|all|over|more|a (?:little|good|great)|for|out|up|now)\\b|[^\\w]*[,\\uE000-\\uE8FF])[^.;]{3}`,
  ),
  rule('manner', 2.6, 'subject', `${ASIDE} does (?:all )?the talking\\b`),
  rule(
    'manner',
    2.7,
    'subject',
    `['’]s? (?:${any},? ){0,3}?(?:voice|accent|laugh|way of (?:speaking|talking)|manner of (?:speaking|speech)) (?:is|was|had always|has)\\b(?! (?:now|so|as|heard|low and|not))`,
  ),
  rule(
    'manner',
    2.7,
    'subject',
    `(?! (?:said|uttered|spoke|made|asked|repeated|added) (?:this|these|that|the words|it)\\b)[^,.;\uE000-\uE8FF]{0,40}? (?:with|had|has|in) (?:an?|the) (?:${any},? ){0,3}?(?:voice|accent|stammer|lisp|stutter|laugh|drawl)\\b`,
  ),
  rule('status', 3.2, 'behind', `, (?:an?|one of the|who (?:is|was|had been) an?) ${ADJECTIVES}${people}`),
  rule('status', 3, 'before', `^(?:The|Her|His|Their|${OTHER}['’]s) ${ADJECTIVES}${people} (?:was|is) `),
  rule(
    'status',
    2.9,
    'behind',
    `, the (?:${any} ){0,3}${people}(?: of [^,.;]{1,30})?(?:[.;]|,(?! and\\b|[^.;]{1,40}, and\\b))`,
  ),
  rule(
    'status',
    3,
    'before',
    `(?<!\\b(?:[Aa]s|for|like|such) )\\b(?:[Aa]n?) (?:${any},? ){0,4}${people}(?: (?:named|called|of the name of)|,) `,
  ),
  rule(
    'trait',
    2,
    'subject',
    `${ASIDE} (?:was|is) (?:\\w+ly |very |always )?(?:fond of|afraid of(?! \\w+ing\\b)|devoted to|given to|accustomed to|in the habit of|incapable of|noted for|known for|famous for|celebrated for)\\b`,
  ),
  rule(
    'trait',
    2.2,
    'subject',
    `['’]s? ${ADJECTIVES}${nature}(?! that\\b)[^,.;]{0,20} (?:is|was|were|are|had been|had always)\\b(?! (?:(?:\\w+ly|much|most|very|soon|all|not|long) ){0,2}(?:clear|busy|growing|now|then|at|in|too|so|on|full|made|lost|gone|\\w+ed|to (?:be|speak))\\b)`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `${ASIDE} (?:had|has|possessed) (?:always )?(?:an?|the|no|not|much|great|little|some|all the|his|her|naturally) ${ADJECTIVES}${nature}(?! (?:to|that)\\b)`,
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
    `['’]s? (?!face (?:is|was) (?:\\w+ )?(?:white|red|dark|black|gr[ae]y|pale)\\b)${ADJECTIVES}${body} (?:is|was|were|are|had been)(?: \\w+ly| very| always| already| still| now)? (?:of an? )?(?:${any},? (?:and )?)?${looks}`,
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
    `${ASIDE} (?:had|has|owned|possessed|inherited|kept|had inherited|was heir to) (?!no business\\b)(?:an?|the|no|some|his|her|two|three|four|five|several|ten|great|large|many|of)\\b ?(?:(?!(?:at|of|to|in|on|for|with|from|by|about) )${any},? (?:and )?){0,5}?${goods}`,
  ),
  rule(
    'possession',
    2.2,
    'subject',
    `${ASIDE} (?:had )?(?:owned|owns|possesses|inherited|inherits) (?!no\\b|that\\b|it\\b|up\\b)`,
  ),
  rule(
    'trait',
    2.2,
    'subject',
    `${ASIDE} (?:could|can) (?:not|never) (?:keep|hold|save|lie|say no|sit still|resist|pass) (?!up|it|on|back|them|him|her|still)\\w`,
  ),
  rule(
    'status',
    2.7,
    'subject',
    `${IS}(?:reading|studying|training|apprenticed) (?!it|the|a|his|her|him|in|this|that)\\w`,
  ),
  rule(
    'status',
    2.6,
    'subject',
    `${ASIDE} (?:had |has )?(?:come|came) (?:from|of) (?:an? |the )?(?!behind|under|across|nowhere|there|here|where|her|his|my)(?:family|people|[A-Z]|[a-z]+ (?:family|stock|people|village|town))`,
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
  rule(
    'ability',
    2.5,
    'subject',
    `${ASIDE} (?:could|can) (?:tell (?:by|at|from|any|all|every|an?|in)\\b|(?:not|never) (?:(?:him|her)self )?(?:read|write|swim|sing|dance|cook|sew|spell|ride|drive)\\b)`,
  ),
  rule(
    'ability',
    2.5,
    'subject',
    `${ASIDE} (?:spoke|speaks|knew|knows|had|read|reads|learned|learnt|taught (?:him|her)self)(?: (?!heard)\\w+){0,2} (?:languages|tongues|Latin|Greek|Hebrew|French|German|Italian|Spanish|Russian|Arabic|Chinese|Japanese|shorthand|everything about|all about|a great deal (?:about|of))\\b`,
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
    2.3,
    'subject',
    `${ASIDE} (?:had |has )?(?:always |never |truly |dearly |secretly |still |passionately |greatly |heartily |much |rather |both |simply |only |really ){0,2}${feels}(?![^,.;]* so (?:well|much)(?:,| that))(?! (?:by|that|there|lest|he|she|it|(?:him|her|them)(?: (?:for|to|at)|[.,;])|to (?!(?:be|become|live|go|have|own|return|leave|travel|write|paint|sing)\\b))\\b)`,
  ),
  rule('drive', 2.5, 'subject', `${ASIDE} (?:had |has )?(?:vowed|sworn|swore) (?:to|that|never|not)\\b`),
  // What somebody means to do next moves them for a moment.
  rule(
    'drive',
    1.7,
    'subject',
    `${ASIDE} (?:had |has )?(?:made up (?:his|her) mind|resolved|was determined|was resolved) (?:to|that|never|not)\\b`,
  ),
  rule(
    'drive',
    2.5,
    'subject',
    `['’]s? (?:\\w+ ){0,2}(?:ambition|dream|wish|desire|hope|aim|passion|longing|object in life) (?:was|is|had been)\\b(?! (?:so|such|gone|over|that he|that she))`,
  ),
];
