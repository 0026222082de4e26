/**
 * What SillyTavern's world info says of an entry beside its keys, from where cards keep it: the entry's `extensions`.
 * https://docs.sillytavern.app/usage/core-concepts/worldinfo/
 */
import { isJsonObject } from '../imports/foreign-json.js';
import type { Lorebook } from '../../contracts/sheet.js';

type Entry = Lorebook['entries'][number];

export interface TavernRules {
  /** 0 to 1: how often it is told of the times that it is called. */
  chance: number;
  /** Of a group one entry is told at a time. */
  groups: string[];
  /** It goes before the others of its group, whatever their weights. */
  groupFirst: boolean;
  /** How likely it is to be the one. */
  groupWeight: number;
  /** Of its group only those stay of which most keys were said. */
  groupScoring: boolean;
  /** In messages: it is told on for so long, not again for so long after that, and not before so many were said. */
  sticky: number;
  cooldown: number;
  delay: number;
  scanDepth: number | undefined;
  caseSensitive: boolean | undefined;
  wholeWords: boolean;
  /** Second keys: any of them (0), not all (1), none (2), all (3). */
  secondKeys: number;
  /** Other entries do not call it; it calls no others. */
  notByOthers: boolean;
  callsNone: boolean;
  /** Only other entries call it, from this round on; 0: messages do, too. */
  fromRound: number;
  /** It belongs between the messages, so many before the newest. */
  near: boolean;
  ignoreBudget: boolean;
  /** Its keys are looked for in these, too (“Additional Matching Sources”). */
  alsoIn: readonly MatchingSource[];
}

/** What keys may be looked for in beside the messages, in SillyTavern's order. */
export const MATCHING_SOURCES = {
  persona: 'match_persona_description',
  description: 'match_character_description',
  personality: 'match_character_personality',
  depthPrompt: 'match_character_depth_prompt',
  scenario: 'match_scenario',
  creatorNotes: 'match_creator_notes',
} as const;
export type MatchingSource = keyof typeof MATCHING_SOURCES;
const ALL_SOURCES = Object.keys(MATCHING_SOURCES) as MatchingSource[];

/** Nobody puts an entry into more; each is looked at in every turn. */
const MOST_GROUPS = 50;

/** Positions in SillyTavern's numbers. */
export const AT_DEPTH = 4;
export const OUTLET = 7;

/** Names that SillyTavern alone gives, and gives to every entry that it writes. */
const ITS_OWN = ['exclude_recursion', 'display_index'];

/** Whether SillyTavern wrote an entry, whose rules it follows then. */
export function isOfTavern({ extensions }: Entry): boolean {
  return isJsonObject(extensions) && ITS_OWN.some((name) => Object.hasOwn(extensions, name));
}

/**
 * Whether all keys of an entry are expressions. SillyTavern says so of every entry and means nothing by it: there
 * only what stands between slashes is one.
 */
export function isByPattern(entry: Entry): boolean {
  return entry['use_regex'] === true && !isOfTavern(entry);
}

const NONE: TavernRules = {
  chance: 1,
  groups: [],
  groupFirst: false,
  groupWeight: 100,
  groupScoring: false,
  sticky: 0,
  cooldown: 0,
  delay: 0,
  scanDepth: undefined,
  caseSensitive: undefined,
  wholeWords: true,
  secondKeys: 0,
  notByOthers: false,
  callsNone: false,
  fromRound: 0,
  near: false,
  ignoreBudget: false,
  alsoIn: [],
};

export function tavernRules(entry: Entry): TavernRules {
  const found = entry['extensions'];
  if (!isJsonObject(found)) return NONE;
  const { probability, useProbability, group, delay_until_recursion: later } = found;
  const chance = useProbability === false ? 100 : amount(probability, 100);
  return {
    chance: Math.min(1, chance / 100),
    groups:
      typeof group === 'string'
        ? group
            .split(',', MOST_GROUPS)
            .map((name) => name.trim())
            .filter(Boolean)
        : [],
    groupFirst: found.group_override === true,
    groupWeight: amount(found.group_weight, 100),
    groupScoring: found.use_group_scoring === true,
    sticky: amount(found.sticky, 0),
    cooldown: amount(found.cooldown, 0),
    delay: amount(found.delay, 0),
    scanDepth: typeof found.scan_depth === 'number' ? found.scan_depth : undefined,
    caseSensitive: typeof found.case_sensitive === 'boolean' ? found.case_sensitive : undefined,
    wholeWords: found.match_whole_words !== false,
    secondKeys: amount(found.selectiveLogic, 0),
    notByOthers: found.exclude_recursion === true,
    callsNone: found.prevent_recursion === true,
    fromRound: later === true ? 1 : amount(later, 0),
    near: found.position === AT_DEPTH,
    ignoreBudget: found.ignore_budget === true,
    alsoIn: ALL_SOURCES.filter((source) => found[MATCHING_SOURCES[source]] === true),
  };
}

function amount(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : otherwise;
}
