/** Lorebook entries with what they ask for. */
import { createHash } from 'node:crypto';
import { type Decorators, readDecorators, withoutDecorators } from '../../characters/lorebook/decorators.js';
import { textsIn } from '../../characters/imports/foreign-json.js';
import type { Unrun } from '../../characters/lorebook/lorebook-expressions.js';
import { isByPattern, tavernRules, type TavernRules } from '../../characters/lorebook/tavern-rules.js';
import type { Lorebook } from '../../contracts/sheet.js';
import { type EntryKey, keyOf } from './key-matching.js';

export type LorebookEntry = Lorebook['entries'][number];

const SCAN_DEPTH = 2;
/** Farther back nothing is read for keys. */
const MOST_SCANNED = 50;

/** An entry with what it asks for. */
export interface ParsedEntry {
  entry: LorebookEntry;
  marks: Decorators;
  rules: TavernRules;
}

/** An entry, ready to be looked for. */
export interface ActivatableEntry extends ParsedEntry {
  keys: readonly EntryKey[];
  secondKeys: readonly EntryKey[];
  /** They are asked for; in a group's score they count in any case. */
  isSelective: boolean;
  additionalKeys: readonly EntryKey[];
  excludeKeys: readonly EntryKey[];
}

export function parseEntry(entry: LorebookEntry): ParsedEntry {
  return { entry, marks: readDecorators(entry.content), rules: tavernRules(entry) };
}

/** @param unrun expressions of its book that are not run */
export function activatable(entry: LorebookEntry, unrun: Unrun): ActivatableEntry {
  const one = parseEntry(entry);
  const { marks, rules } = one;
  const ready = (keys: readonly string[]) => keys.map((key) => keyOf(key, entry, rules, unrun));
  const byPattern = isByPattern(entry);
  return {
    ...one,
    keys: ready(textsIn(entry.keys)),
    secondKeys: ready(byPattern ? [] : textsIn(entry['secondary_keys'])),
    isSelective: entry['selective'] === true,
    additionalKeys: ready(marks.additionalKeys),
    excludeKeys: ready(byPattern ? [] : marks.excludeKeys),
  };
}

/** What an entry is known by: it changes when the entry does. */
export function entryId({ keys, content }: LorebookEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([keys, content]))
    .digest('hex')
    .slice(0, 32);
}

/** Whether it matters when an entry was told before. */
export function remembers({ marks, rules }: ParsedEntry): boolean {
  return marks.keepAfterMatch || marks.dontAfterMatch || rules.sticky > 0 || rules.cooldown > 0;
}

/** How many of the newest messages are searched for an entry's keys. */
export function depthOf({ marks, rules }: ParsedEntry, ofBook = SCAN_DEPTH): number {
  return bounded(marks.scanDepth) ?? bounded(rules.scanDepth) ?? bounded(ofBook)!;
}

export function bounded(depth: unknown): number | undefined {
  return typeof depth === 'number' && depth >= 0 ? Math.min(depth, MOST_SCANNED) : undefined;
}

export function isConstant({ entry, marks }: ParsedEntry): boolean {
  return marks.activate || (entry.constant === true && !isByPattern(entry));
}

/** In their order of insertion. */
export function inOrder(entries: LorebookEntry[]): LorebookEntry[] {
  return entries
    .map((entry, n) => ({ entry, n }))
    .sort((a, b) => orderOf(a.entry) - orderOf(b.entry) || a.n - b.n)
    .map(({ entry }) => entry);
}

export function orderOf(entry: LorebookEntry): number {
  return numberIn(entry['insertion_order']);
}

export function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** What an entry tells the model. */
export function contentOf(entry: LorebookEntry): string {
  return withoutDecorators(entry.content).trim();
}

/** As other entries hear it: comments are not said, hidden keys are. */
export function heardOf({ marks }: ParsedEntry): string {
  return marks.content
    .replace(/\{\{\s*(?:\/\/|comment:)[^{}]*\}\}/gi, '')
    .replace(/\{\{\s*hidden_key:([^{}]*)\}\}/gi, ' $1 ');
}
