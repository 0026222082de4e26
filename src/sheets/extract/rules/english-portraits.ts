import { ENGLISH_WORDS, NUMBERS, rule } from './english-words.js';
import { ASIDE, OF_A_MOMENT } from './english-plain.js';
import { OWN } from './marks.js';
import type { FactRule, Kind } from './rules.js';

const { any, people, trait, looks, body, nature, goods, feels } = ENGLISH_WORDS;
const WORDS = `(?:${any},? (?:and )?)`;
const ADJECTIVE = `(?:(?!(?:of|in|to|for|on|as|by|with|from|and|the|than)\\b)${any},? )`;
/** What stays with somebody: a pale face may be so for a moment. */
const LASTING =
  '(?:hair|beard|moustache|mustache|whiskers|eyebrows|brows|fingers|hands|forearms?|nose|forehead|figure|frame|shoulders|complexion|curls|teeth|features)';

/** How a text describes somebody in passing, and by what they are like rather than what they are. */
export const PORTRAITS: FactRule[] = [
  // Handsome, clever, and rich.
  rule(
    'trait',
    3,
    'behind',
    `, (?:\\w+ly )?(?:${trait}|${looks})(?:,| and|, and) (?:\\w+ly )?(?:${trait}|${looks})(?:,| and)`,
  ),
  rule(
    'trait',
    2.7,
    'subject',
    `${ASIDE} (?:(?:had )?(?:always )?(?:looked|seemed|appeared)(?: to be)?(?: like)?|had the (?:air|look|manners?) of) (?:an?|one of those) ${WORDS}{0,4}?${people} (?:of|with|who|whom|to whom)\\b`,
  ),
  rule(
    'trait',
    2.7,
    'subject',
    `${ASIDE} (?:was|is) (?:altogether )?(?:so |such )?(?:an? )?(?:\\w+ )?(?:an? )?mixture of\\b`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `${ASIDE} (?:was|is|had been) (?:a man|a woman|a girl|a boy|a person|one|a creature|of an?|of the|of too|of so) (?:${any} ){0,4}?(?:${nature}|${trait})`,
  ),
  rule(
    'trait',
    2.3,
    'subject',
    `['’]s (?:${any} ){0,2}?(?!${OF_A_MOMENT})${trait}(?:,? (?:and )?${any}){0,2} ${nature}`,
  ),
  rule('looks', 2.3, 'behind', `['’]s ${WORDS}{0,2}${looks},? ${WORDS}{0,2}${LASTING}\\b`),
  rule(
    'looks',
    2.2,
    'behind',
    `['’]s (?:\\w+,? ){0,2}(?:blue|grey|gray|brown|black|green|hazel|dark|large|deep-set|small) ${WORDS}?eyes\\b`,
  ),
  rule(
    'manner',
    2.3,
    'behind',
    `['’]s (?:own )?(?:usual |habitual )?(?:${looks}|${trait}|low|languid|musical|soft|gruff|hoarse|shrill|deep|clear|harsh|nasal|loud|calm),? ${ADJECTIVE}?(?:voice|accent|drawl|lisp|stammer|tones)\\b`,
  ),
  // A stout fellow of about five-and-thirty; a very old shrivelled Jew.
  rule('looks', 3, 'before', `\\b(?:was|stood|sat|came) an? (?:very )?(?:(?:${looks}|${trait}),? ){1,4}`),
  rule(
    'age',
    2.6,
    'behind',
    `,? (?:an? )?${WORDS}{0,5}(?:of|aged) (?:about |nearly |some )?(?!(?:one|two|three|four|five|six)\\b)(?:${NUMBERS}|(?:\\w+-)?(?:and-)?(?:twenty|thirty|forty|fifty|sixty|seventy))(?=[,.;]|$| years| or | and\\b)`,
  ),
  rule(
    'status',
    2.7,
    'subject',
    `${ASIDE} (?:was|is|had been|were) (?:generally |universally |commonly |much |everywhere )?(?:considered|reckoned|thought|supposed|reputed|esteemed|looked upon|regarded|known|spoken of) (?:as |to be |for )?(?:an?|the|one|very|quite)\\b`,
  ),
  rule(
    'status',
    2.6,
    'subject',
    `${ASIDE} (?:had|has|having) (?:once |formerly |long |always |already |only )?been (?:an?|the|his|her|their|one of the) ${WORDS}{0,3}?${people}`,
  ),
  rule('status', 2.5, 'behind', `, of (?:[A-Z][\\w-]+|the [A-Z][\\w-]+)(?: [A-Z][\\w-]+)?,`),
  rule(
    'possession',
    2.4,
    'behind',
    `['’]s (?:own )?(?:${any} ){0,2}(?:house|lodgings|rooms|farm|estate|studio|shop|property|fortune|income|dog|horse|carriage|parish|rectory|parsonage|living) (?:at|in|near|of|was|is|lay|stood)\\b`,
  ),
  rule(
    'drive',
    2.4,
    'subject',
    `['’]s (?:great |chief |only |whole |first |favourite )?(?:business|delight|pleasure|comfort|solace|happiness|pride|weakness|amusement|fault|fear|horror)(?: of (?:his|her) life)? (?:was|is|lay|consisted)\\b(?! (?:so|such|not|very|too|at|now|\\w+ed)\\b)`,
  ),
  // The artist himself, Basil.
  rule(
    'status',
    2.8,
    'anywhere',
    `\\b(?:[Tt]he|[Tt]hat|[Oo]ur) (?:(?!(?:of|and|was|with|who|his|her|my|their|our)\\b)${any} ){0,3}?${people}(?: (?:himself|herself),?|,) ${OWN}(?=[,.;]|$)`,
  ),
  rule(
    'trait',
    2.7,
    'anywhere',
    `^(?!(?:Much|Late|Early|Soon|Little|Far|Long|Just)\\b)[A-Z][a-z]+ as (?:he|she|${OWN}) (?:is|was)\\b[^.;]*${OWN}`,
  ),
  rule(
    'drive',
    2.6,
    'subject',
    `${ASIDE} (?:had |has )?(?:learned|learnt|come|grown|begun) to ${feels}(?! (?:that|it)\\b)`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `,? (?:keeping|having|possessing) (?:an?|no|little|much|great|naturally|always|some) [^.;\uE000-\uE8FF]{0,50}?(?:${nature}|${goods})`,
  ),
  rule(
    'trait',
    2.5,
    'subject',
    `${ASIDE} (?:was|is) (?:too |so |very |at once |both )?[\\w-]+(?<!ing|ed)(?:,| and|, and) (?:too |so |very )?${trait}(?:,| and|[.;]|$)`,
  ),
  rule(
    'possession',
    2.7,
    'anywhere',
    `\\b[A-Z][a-z]+(?: [A-Z][a-z]+)?[^.;]{0,40}, the (?:seat|home|house|residence|property|estate|farm|shop|studio|abode) of ${OWN}(?!['’]s)`,
  ),
  rule(
    'possession',
    2.5,
    'behind',
    `[^.;\uE000-\uE8FF]{1,160}(?:\\b(?:is|was|became|become|as|but),?|,) the (?:owner|master|mistress|rector|vicar|heir|widow|head|captain|landlord|landlady|tenant) of (?:the )?[A-Z]`,
  ),
  rule(
    'possession',
    2.3,
    'subject',
    `['’]s (?:${any} ){0,2}(?:dog|cat|horse|pony|parrot|violin|pipe)\\b(?!['’])`,
  ),
  rule('trait', 2.8, 'before', `^(?:\\w+ )?${nature} (?:was|is) [^.;]{3,50} of `),
];

/** What others say of somebody to them, or by how they feel. */
export const VERDICTS: FactRule[] = [
  rule(
    'trait',
    2.4,
    'anywhere',
    `\\bYou(?:['’ ]re| are| were)(?: \\w+ly)? (?:an?|the|one of the|such|always)\\b[^.;?\uE000-\uE8FF]{4,}, (?:my dear )?${OWN}(?=[,.!;]|$)`,
  ),
  rule(
    'trait',
    2.4,
    'subject',
    `${ASIDE} (?:is|was|has been) (?:always |really |quite |certainly |by far )?(?:so|such|very|too|quite|the (?:most|best|worst|[a-z]+est)|an? (?:perfect|real|regular|thorough|true))\\b(?! (?:much|far|well|late|soon|sorry|glad|happy|sure|ill|right|wrong)\\b)`,
  ),
  rule(
    'trait',
    2.4,
    'anywhere',
    `\\b(?:[Tt]here(?: is|['’]s| was)) (?:something|nothing|no|not)\\b[^.;?\uE000-\uE8FF]{3,40} (?:in|about|like) ${OWN}(?=[,.!;]|$)`,
  ),
  rule(
    'status',
    2.4,
    'subject',
    `['’]s (?:an?|the) (?!(?:bit|little|good deal|matter|case|same|way|time)\\b)${ADJECTIVE}{0,3}${people}`,
  ),
];

/** What somebody says of themselves, beside who they are. */
export const CONFESSIONS: FactRule[] = [
  rule(
    'trait',
    2.4,
    'anywhere',
    `^(?:And |But |For )?My (?:own )?(?:mind|nature|heart|temper|life|business|profession|trade|method|only wish|one wish|whole life|fault) (?:is|was|has|had|[a-z]+s)\\b`,
  ),
  rule(
    'drive',
    2.5,
    'anywhere',
    `(?:^|[,;:] (?:and |but |for )?)I (?:\\w+ly |always |never |must |cannot |could not |can['’]t )?(?:abhor|crave|loathe|live without|live but for|worship)\\b(?! you)`,
  ),
  rule(
    'drive',
    2.4,
    'anywhere',
    `(?:^|[,;:] (?:and |but |for )?)I am (?:very |rather |extremely |so |not |passionately |quite |always )?(?:fond of|interested in|afraid of|proud of|devoted to)\\b(?! (?:you|it|that|this|him|her|them)\\b)`,
  ),
  rule(
    'trait',
    2.3,
    'anywhere',
    `(?:^|[,;:] (?:and |but |for )?)I (?:never|always) (?:make|do|take|tell|forget|forgive|give|eat|drink|guess|lie|go|wear|keep|change|let|marry|allow|trust|play|travel)\\b(?! (?:you|it|that|this|him|her|them)\\b)`,
  ),
  rule(
    'status',
    2.6,
    'anywhere',
    `\\bI am the (?:only|first|highest|greatest|best|[a-z]+est) [^.;?]{3,60} (?:in|of|who|that)\\b`,
  ),
];

const COUNTED: readonly (readonly [Kind, RegExp])[] = [
  ['looks', new RegExp(`${body}|${looks}`, 'gu')],
  ['trait', new RegExp(`${nature}|${trait}`, 'gu')],
];

/** What a tagged clause describes, and by how many of its words. */
export function described(tagged: string): { kind: Kind; words: number } {
  const [one, other] = COUNTED.map(([kind, words]) => ({ kind, words: tagged.match(words)?.length ?? 0 }));
  return one!.words > other!.words ? one! : other!;
}
