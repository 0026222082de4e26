import { ENGLISH_WORDS, rule } from './english-words.js';
import type { FactRule } from './rules.js';

const { any } = ENGLISH_WORDS;

/** What may stand between a subject and its verb. */
export const ASIDE = `(?:, [^,.;]{1,70},)?(?: (?:himself|herself|who))?`;

/** What somebody is for a moment, where nothing else is said beside it: `Ruth was silent`. */
export const OF_A_MOMENT =
  '(?:silent|quiet|anxious|determined|resolute|resolved|curious|cross|cool|cold|warm|calm|civil|polite|firm|quick|sharp|weak|slow|hard|suspicious|jealous|nervous|impatient|cheerful|gay|merry|lively|odd|singular|pleasant|severe|fierce|violent|grave|cautious|melancholy|gloomy|sullen|sensible|careful|curious|poor|deaf|blind|dumb|good|bad|irritable|right|safe|ready|true|frank|open|true)\\b(?! and \\w)';

/** What tells a little of somebody of whom a short text tells little. */
export const ENGLISH_PLAIN: FactRule[] = [
  rule(
    'trait',
    1.5,
    'subject',
    `${ASIDE} (?:is|was|has been|had been) (?:(?:\\w+ly|very|so|always|never|still|of|not) )?(?!${OF_A_MOMENT})(?!(?:\\w+(?:ing|ed|n't)|there|here|in|on|at|by|to|with|from|up|out|off|away|back|about|going|gone|come|the (?:first|last|one|only|next|very)|sure|certain|glad|sorry|afraid|able|told|asked|seen|heard|left|late|awake|asleep|alone|home|half|just|all|well|now|then|wrong|ill|over|done|shown|taken|given|brought|put|set|made|what|who|where|how|that|like|as|no|yet|an? (?:moment|little|bit|few))\\b)[a-z]`,
  ),
  rule(
    'looks',
    1.5,
    'subject',
    `${ASIDE} (?:has|had) (?:an?|the|no|his|her|one|two|three|four|many|few|little) (?!look|idea|feeling|moment|mind|doubt|right|reason|chance|word|time|glimpse|way|been|good|great deal|first|last|sudden|vague|business|desire|objection|wish)${any}`,
  ),
];
