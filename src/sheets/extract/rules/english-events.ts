import { ENGLISH_WORDS, rule } from './english-words.js';
import { OTHER } from './marks.js';

const { act } = ENGLISH_WORDS;
const DOES =
  '(?:, [^,.;]{1,70},)?(?: (?:had|has|was|is|were|at last|then|soon|also|afterwards|suddenly|again|now|never|thus|once|both|just)){0,3} ';

/** `Ruth dropped her head, and fainted`. */
const AND_DOES = `(?:${DOES}|[^.;\uE100-\uE8FF]{3,80}?,? and (?:then |at last |so |now |even )?)`;

/** What turns a story, as English tells it: deaths, marriages, quarrels, and what comes before and after. */
export const ENGLISH_EVENTS = [
  // What somebody does once, where nothing weightier is told.
  rule(
    'event',
    1.6,
    'subject',
    `${DOES}(?:[a-z]+ly )?(?:${act}|took (?:off|over|charge|the place|leave|part)|takes (?:off|over|the)|went (?:to|back|away|home|abroad|down with)|goes (?:back to|away|home)|came (?:to|back|home)|put (?:on|out|an?)|set (?:out|fire|off|up)|sets (?:out|fire|the|off|up)|gave (?:up|away|[^,.;]{2,30} (?:to|back))|gave up|asked [^,.;]{1,30} to marry)(?! (?:nothing|that|it|himself|herself|in love|asleep|silent|upon|against|up|open|no|him a|her a|(?:his|her|[\uE000\uE100-\uE8FF]['’]s) (?:face|head|eyes|hands) in\\b|to (?:bed|(?:his|her) (?:room|feet)|the (?:window|door)|think|say|see|feel|know|himself|herself))\\b|[,.;]? ?$)`,
  ),
  rule(
    'event',
    1.5,
    'subject',
    `[^.;\uE000-\uE8FF]{3,60},? and (?:[a-z]+ly )?(?:${act})(?! (?:nothing|that|it|himself|herself|asleep|silent|upon|against|up)\\b|[,.;]? ?$)`,
  ),
  rule(
    'event',
    4,
    'subject',
    `${AND_DOES}(?:died|dead|expired|breathed (?:his|her) last|drowned|killed|murdered|hanged|executed|buried|stabbed|shot|poisoned|perished|fell dead)\\b(?! (?:time|silence|tired|laugh|(?:his|her|[\uE000\uE100-\uE8FF]['’]s) (?:face|head|eyes|hands)))`,
  ),
  rule('event', 4, 'before', `\\b(?:death|funeral|murder|grave|burial|corpse|dead body|body) of `),
  rule('event', 4, 'behind', `['’]s? (?:death|funeral|murder|grave|burial|corpse)\\b(?!-)`),
  rule(
    'event',
    3.5,
    'subject',
    `${AND_DOES}(?:married|wedded|engaged to (?!dine|meet|come|go|walk|drive|be\\b)|to be married|got married|eloped|proposed(?= to ${OTHER}| to (?:him|her|marry)|[.;,] ?$|\\.)|betrothed|divorced|fallen in love|fell in love|in love with|jilted|gave birth|with child|expecting a (?:baby|child)|bore (?:him|her|${OTHER}) an? |became a (?:mother|father|widow|widower))`,
  ),
  rule(
    'event',
    3.5,
    'behind',
    `['’]s? (?:marriage|wedding|betrothal|elopement|divorce|offer of marriage|engagement(?! to dine| of (?:com|go|meet|din)|s))\\b(?!-)`,
  ),
  rule(
    'event',
    3.5,
    'before',
    `(?:(?:marriage|wedding|betrothal) (?:of|to|with) |engaged to |\\b(?:had |has |was |got |be(?:en)? )?(?<!(?:to|not|could|would|should|might|may|will|can|never|must|daughter|sister|son|brother|girl|somebody) )married (?:to )?|proposed to )`,
  ),
  rule(
    'event',
    3,
    'subject',
    `${AND_DOES}(?:quarrelled|quarreled|forgave|forgiven|reconciled|betrayed|deserted|abandoned|adopted|arrested|imprisoned|sentenced|escaped (?:from|out|to|by)|inherited|wounded|rescued|saved|confessed|banished|dismissed|expelled|appointed|elected|promoted|enlisted|ruined|robbed|ran away|run away|fainted|fell ill|taken ill|revenged|disowned|deceived|kidnapped|captured|sold|stole|stolen|disappeared|vanished|went blind|lost (?:his|her|an?|two|three|one|both) (?:sight|money|fortune|place|arm|arms|leg|legs|hand|hands|eye|eyes|fingers?|father|mother|husband|wife|son|daughter|child|brother|sister|voice|hearing|mind|job|post)|took (?:his|her) degree|graduated|qualified as|went (?:blind|deaf|mad|to prison|to sea|to war|into exile)|came of age|broke with|fell out with|had not spoken (?:to|since)|hasn['’]t spoken|ha(?:s|d) refused (?:him|her|${OTHER})|refused (?:him|her|${OTHER})(?=[.,;])|was born)\\b(?! (?:from (?:all|the idea|sight|view)|by the|asleep|(?:him|her)self|that\\b|s?he\\b|for an? |behind |to (?:indulge|hide|avoid|see|think|find|be)\\b))`,
  ),
  rule(
    'event',
    2.2,
    'subject',
    `${AND_DOES}(?:arrived (?:at|in) [A-Z]|came to live|came to stay|came (?:back|home) from|came back to [A-Z]|returned from|returned to [A-Z]|sailed|left (?:for [A-Z]|home|England|town|school|${OTHER} for)|parted from|removed to [A-Z]|moved to (?:[A-Z]|the |an? )|settled in|introduced to|first met|met ${OTHER} (?:first|for the first|at|in)|first saw|became (?:an? |the |${OTHER}['’]s |his |her )(?:[a-z]+ )?[a-z]+|succeeded (?:to |his |(?:him|her|${OTHER}) as)|won (?:the|a|his|her) |(?:refused|accepted) (?:him|her|${OTHER}|(?:his|her|the|an?|${OTHER}['’]s) (?:[a-z]+ )?(?:offer|hand|proposal|place|post)))`,
  ),
  rule(
    'event',
    3,
    'before',
    `${OTHER}[^.;\uE000-\uE8FF]{0,50}\\b(?:accepted|rejected|engaged (?:her|him)self to|promised (?:her|him)self to|was engaged to|was betrothed to) `,
  ),
  rule(
    'event',
    2.4,
    'behind',
    `['’]s (?:first |last |own |sudden |long |\\w+ed )?(?:offer|proposals?|addresses|arrival|departure|illness|confession|arrest|trial|capture|escape|flight|courtship|return|appointment|disappearance|refusal|accident|fall|ruin|disgrace|recovery|inheritance|birth)\\b(?! (?:to dine|of (?:help|his|her) ))`,
  ),
  rule(
    'event',
    2.6,
    'subject',
    `${DOES}(?:\\w+ly |most |very ){0,3}(?:attached to|jealous of|engaged to|indebted to) (?:\\w+ )?${OTHER}`,
  ),
  // What is done to somebody else, and not every day.
  rule(
    'event',
    2.3,
    'subject',
    `${AND_DOES}(?:kissed|embraced|struck|beat|attacked|saved|warned|accused|begged|implored|promised|refused|confessed to|told|taught|trapped|robbed|cheated|fought(?: with)?|hid|carried off|dragged|seized|brought up|took in|nursed|proposed to|danced with|sang to|followed [^.;]{0,20}to|visited|called upon|wrote to|parted (?:from|with)|met(?: with)?|recognised|recognized|introduced|invited|befriended|defended|reproached|scolded|humiliated|insulted|mocked|consoled|comforted|adopted|employed|engaged|hired|dismissed|sent for|sent) (?:(?:the|a|her|his|poor|young|old|little|dear) ){0,2}${OTHER}(?!['’]s? (?:hand|arm|eyes|face|head))[^.;]{12}`,
  ),
  rule(
    'event',
    3,
    'before',
    `${OTHER} (?:had |then |at last |suddenly )?(?:married|killed|murdered|struck|stabbed|shot|adopted|rescued|saved|betrayed|forgave|dismissed|arrested|proposed to|quarrelled with|fell in love with|deserted|abandoned) `,
  ),
];
