import { ENGLISH_WORDS } from './english-words.js';
import { OTHER } from './marks.js';
import { rule } from './rules.js';

const { act } = ENGLISH_WORDS;
const DOES =
  '(?:, [^,.;]{1,70},)?(?: (?:had|has|was|is|were|at last|then|soon|also|afterwards|suddenly|again|now|never|thus|once|both|just)){0,3} ';

/** What turns a story, as English tells it: deaths, marriages, quarrels, and what comes before and after. */
export const ENGLISH_EVENTS = [
  // What somebody does once, where nothing weightier is told.
  rule(
    'event',
    1.6,
    'subject',
    `${DOES}(?:[a-z]+ly )?(?:${act}|took (?:off|over|charge|the place|leave|part)|takes (?:off|over|the)|went (?:to|back|away|home|abroad|down with)|goes (?:back to|away|home)|came (?:to|back|home)|put (?:on|out|an?)|set (?:out|fire|off|up)|sets (?:out|fire|the|off|up)|gave (?:up|away|[^,.;]{2,30} (?:to|back))|gave up|asked [^,.;]{1,30} to marry)(?! (?:nothing|that|it|himself|herself|in love|asleep|silent|upon|against|up|open|no|him a|her a|to (?:bed|(?:his|her) (?:room|feet)|the (?:window|door)|think|say|see|feel|know|himself|herself))\\b|[,.;]? ?$)`,
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
    `${DOES}(?:died|dead|expired|breathed (?:his|her) last|drowned|killed|murdered|hanged|executed|buried|stabbed|shot|poisoned|perished|fell dead)\\b(?! (?:time|silence|tired|laugh))`,
  ),
  rule('event', 4, 'before', `\\b(?:death|funeral|murder|grave|burial|corpse|dead body|body) of `),
  rule('event', 4, 'behind', `['’]s? (?:death|funeral|murder|grave|burial|corpse)\\b`),
  rule(
    'event',
    3.5,
    'subject',
    `${DOES}(?:married|wedded|engaged to|eloped|proposed|betrothed|divorced|fallen in love|fell in love|in love with|jilted|gave birth|became a (?:mother|father))\\b`,
  ),
  rule(
    'event',
    3.5,
    'behind',
    `['’]s? (?:marriage|wedding|engagement|betrothal|elopement|divorce|offer of marriage)\\b`,
  ),
  rule(
    'event',
    3.5,
    'before',
    `(?:marriage|wedding|engagement|offer|proposal|marry|married|proposed) (?:of |to |with )?`,
  ),
  rule(
    'event',
    3,
    'subject',
    `${DOES}(?:quarrelled|quarreled|forgave|forgiven|reconciled|betrayed|deserted|abandoned|adopted|arrested|imprisoned|sentenced|escaped|inherited|wounded|rescued|saved|confessed|banished|dismissed|expelled|appointed|elected|promoted|enlisted|ruined|robbed|ran away|run away|fainted|fell ill|taken ill|revenged|disowned|deceived|kidnapped|captured|sold|stole|stolen|disappeared|vanished|went blind|lost (?:his|her) (?:sight|money|fortune|place|temper))\\b`,
  ),
  rule(
    'event',
    2,
    'subject',
    `${DOES}(?:arrived at|arrived in|came to live|came to stay|came home|returned to ${OTHER}|returned from|set out|set off|sailed|left (?:for|home|him|her|${OTHER})|parted|took leave|removed to|moved to|settled in|introduced to|first met|met ${OTHER}|first saw|became|succeeded|won|refused|accepted)\\b`,
  ),
  rule(
    'event',
    3,
    'before',
    `${OTHER} (?:had |then |at last |suddenly )?(?:married|killed|murdered|struck|stabbed|shot|adopted|rescued|saved|betrayed|forgave|dismissed|arrested|proposed to|quarrelled with|fell in love with|deserted|abandoned) `,
  ),
];
