import type { Lorebook } from '../../../../src/contracts/sheet.js';

export type Entry = Lorebook['entries'][number];

/** What an entry says beside what it tells, as it is shown and changed here; the rest of it stays as it is. */
export interface EntrySettings {
  order: number;
  secondKeys: string[];
  /** Any of the second keys (0), not all (1), none (2), all of them (3). */
  logic: number;
  /** Of a hundred times that it is called. */
  chance: number;
  group: string;
  sticky: number;
  cooldown: number;
}

export function settingsOf(entry: Entry): EntrySettings {
  const more = extensionsOf(entry);
  const second = entry['secondary_keys'];
  return {
    order: amount(entry['insertion_order'], 0),
    secondKeys:
      entry['selective'] === true && Array.isArray(second)
        ? second.filter((key): key is string => typeof key === 'string')
        : [],
    logic: amount(more['selectiveLogic'], 0),
    chance: more['useProbability'] === false ? 100 : amount(more['probability'], 100),
    group: typeof more['group'] === 'string' ? more['group'] : '',
    sticky: amount(more['sticky'], 0),
    cooldown: amount(more['cooldown'], 0),
  };
}

export function withSettings(entry: Entry, change: Partial<EntrySettings>): Entry {
  const { order, secondKeys, logic, chance, ...rest } = change;
  const extensions = {
    ...extensionsOf(entry),
    ...(logic !== undefined && { selectiveLogic: logic }),
    ...(chance !== undefined && { probability: chance, useProbability: true }),
    ...rest,
  };
  return {
    ...entry,
    ...(order !== undefined && { insertion_order: order }),
    ...(secondKeys && { secondary_keys: secondKeys, selective: secondKeys.length > 0 }),
    ...(Object.keys(extensions).length > 0 && { extensions }),
  };
}

/** A new one, after all that there are. */
export function newEntry(entries: readonly Entry[]): Entry {
  const last = Math.max(0, ...entries.map((entry) => settingsOf(entry).order));
  return {
    keys: [],
    content: '',
    enabled: true,
    insertion_order: last + 1,
    use_regex: false,
    extensions: {},
  };
}

/** What a person knows it by: its name, or what its author noted of it. */
export function nameOf(entry: Entry): string {
  const comment = entry['comment'];
  return entry.name?.trim() || (typeof comment === 'string' ? comment.trim() : '');
}

function extensionsOf(entry: Entry): Record<string, unknown> {
  const found = entry['extensions'];
  return typeof found === 'object' && found !== null && !Array.isArray(found)
    ? (found as Record<string, unknown>)
    : {};
}

function amount(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}
