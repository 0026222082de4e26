/** Lorebooks and conversations that go on, made of a seed. What they tell in each turn stands in `generated-turns.json`. */
import { chance, KEYS, MORE_KEYS, MORE_WORDS, WORDS } from './generated.js';

/** As entries name them. */
export const SOURCES = [
  'persona_description',
  'character_description',
  'character_personality',
  'character_depth_prompt',
  'scenario',
  'creator_notes',
];

/**
 * @returns entries in the form of V3 with SillyTavern's extensions; for each turn all messages, the newest first; what all
 * that is told may take; and what keys may be looked for in besides
 */
export function generatedTurns(seed, count) {
  const random = chance(seed * 7919);
  const maybe = (part) => random() < part;
  const pick = (list) => list[Math.floor(random() * list.length)];
  const some = (least, most, make) =>
    Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, make);
  const text = (most) => some(1, most, () => pick([...WORDS, ...MORE_WORDS])).join(' ');
  const keys = (least, most) => some(least, most, () => pick([...KEYS, ...MORE_KEYS]));
  const decorators = () =>
    pick([
      '@@activate',
      '@@dont_activate',
      '@@dont_activate\n@@activate',
      '@@unheard_of 3',
      '@@unheard_of 3\n@@@activate',
      '@@unheard_of\n@@@dont_activate',
      '@@activate\n@@unheard_of',
    ]);
  const entry = (n, budgeted) => {
    const group = maybe(0.3) ? pick(['g', 'h']) : '';
    // Of a group one goes first, or one alone weighs anything: nothing is left to chance.
    const first = maybe(0.5);
    const sticks = maybe(0.3);
    return {
      name: `e${n}`,
      keys: keys(1, 3),
      secondary_keys: maybe(0.25) ? keys(1, 2) : [],
      content:
        `${!budgeted && maybe(0.15) ? `${decorators()}\n` : ''}E${n} ${maybe(0.6) ? text(budgeted ? 16 : 4) : ''}`.trim(),
      constant: !budgeted && maybe(0.08),
      selective: true,
      insertion_order: pick([100, 50, 10, 200]),
      enabled: true,
      use_regex: true,
      extensions: {
        selectiveLogic: pick([0, 0, 1, 2, 3]),
        exclude_recursion: maybe(0.1),
        prevent_recursion: !budgeted && maybe(0.1),
        delay_until_recursion: maybe(0.15) ? pick([true, 1, 2, 3]) : false,
        probability: pick([100, 100, 100, 100, 0]),
        useProbability: true,
        scan_depth: maybe(0.25) ? pick([1, 2, 3, 5, 8]) : null,
        case_sensitive: maybe(0.2) ? maybe(0.5) : null,
        match_whole_words: maybe(0.2) ? maybe(0.5) : null,
        ...Object.fromEntries(SOURCES.map((source) => [`match_${source}`, maybe(0.08)])),
        sticky: sticks ? pick([1, 2, 3, 4, 5, 6]) : null,
        cooldown: maybe(0.3) && !(sticks && group) ? pick([1, 2, 3, 4, 5, 6]) : null,
        delay: maybe(0.15) ? pick([1, 2, 3, 5, 7]) : null,
        group,
        group_override: group !== '' && first,
        group_weight: group !== '' && !first && n !== 3 ? 0 : pick([100, 20]),
        use_group_scoring: group ? maybe(0.2) : null,
        ignore_budget: maybe(0.1),
        position: pick([0, 1, 4]),
      },
    };
  };
  return Array.from({ length: count }, () => {
    const budget = maybe(0.35) ? 20 + Math.floor(random() * 40) : undefined;
    const entries = Array.from({ length: 8 }, (_, n) => entry(n, budget !== undefined));
    const said = [];
    const say = (who) => said.unshift(`${who}: ${text(6)}`);
    const turns = [];
    if (maybe(0.8)) say('Ada');
    for (let turn = 2 + Math.floor(random() * 6); turn > 0; turn--) {
      // A swipe asks again at the same place, a continue behind the reply; who goes back says something else there.
      if (turns.length && maybe(0.12)) turns.push(said.slice(1));
      if (turns.length && maybe(0.03)) turns.push([...said]);
      if (said.length > 4 && maybe(0.1)) said.splice(0, 2);
      say('User');
      turns.push([...said]);
      say('Ada');
    }
    const sources = Object.fromEntries(SOURCES.map((source) => [source, maybe(0.7) ? text(4) : '']));
    return { entries, turns, budget, sources };
  });
}
