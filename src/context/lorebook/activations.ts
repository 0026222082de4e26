import type { MatchingSource } from '../../characters/lorebook/tavern-rules.js';
import type { Work } from '../../text/search/slices.js';
import type { ActivatableEntry } from './entries.js';
import type { EntryKey, MacroNames } from './key-matching.js';

/** What has been said, as entries are looked for in it. */
export interface ActivationContext {
  /** The newest first. */
  messages: readonly string[];
  /** Their numbers. */
  seqs?: readonly number[];
  /** How many of them are searched where an entry does not say it itself; if not given, two: a question and what it answers. */
  scanDepth?: number;
  /** How often the character has spoken. */
  replies?: number;
  /** The number of the newest message. */
  place?: number;
  /** The greeting that it began with, counted from 0; if not given, nobody knows. */
  greeting?: number;
  /** When an entry (by `idOf`) was last told, by the number of the message that called it. */
  activatedAt?: ReadonlyMap<string, number>;
  /** The same for the same conversation and message: chance gives the same then. */
  seed?: string;
  names?: MacroNames;
  /** What entries may be looked for in, too, where they ask for it. */
  sources?: Readonly<Partial<Record<MatchingSource, string>>>;
  /** Entries call one another. */
  recursive?: boolean;
}

/** An entry that is called; `fresh`: it is not only told on from before. */
export interface Activation {
  one: ActivatableEntry;
  fresh: boolean;
  /** The first of its keys that was found. */
  key?: EntryKey | undefined;
  /** Where: in a message, counted from the newest, or in what another entry says. */
  foundIn?: { message: number } | { entry: ActivatableEntry } | undefined;
  /** Why it is not told. */
  lost?: 'group' | 'chance' | 'no_room';
}

/** Says round by round which of those that are called there is room for. */
export interface Admission {
  admit(calls: readonly Activation[]): Work<ReadonlySet<Activation>>;
  /** No more are to be called by others. */
  readonly isFull: boolean;
}

export interface ActivationResult {
  called: Activation[];
  /** Called, but another of their group is told, or chance had it otherwise. */
  lost: Activation[];
  /** Entries that were not called, and might have been had all of their keys been looked for. */
  missed: ActivatableEntry[];
}
