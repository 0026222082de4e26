/** Which entries of a lorebook are called: by their keys, conditions, chance, groups, and by one another. */
import { createHash } from 'node:crypto';
import { readDecorators, type Decorators } from '../characters/decorators.js';
import { seeded } from '../characters/macros.js';
import type { Lorebook } from '../characters/sheet.js';
import { tavernRules, type TavernRules } from '../characters/tavern-rules.js';
import { KeySearch, type Names } from './lore-keys.js';

export type Entry = Lorebook['entries'][number];

/** What has been said, as entries are looked for in it. */
export interface Said {
  /** The newest first. */
  messages: readonly string[];
  /** How many of them are searched where an entry does not say it itself; if not given, two: a question and what it answers. */
  scanDepth?: number;
  /** How often the character has spoken. */
  replies?: number;
  /** The number of the newest message. */
  place?: number;
  /** The greeting that it began with, counted from 0; if not given, nobody knows. */
  greeting?: number;
  /** When an entry (by `idOf`) was last told, by the number of the message that called it. */
  told?: ReadonlyMap<string, number>;
  /** The same for the same conversation and message: chance gives the same then. */
  seed?: string;
  names?: Names;
  /** Entries call one another. */
  recursive?: boolean;
}

/** An entry with what it asks for. */
export interface Marked {
  entry: Entry;
  marks: Decorators;
  rules: TavernRules;
}

const SCAN_DEPTH = 2;
/** Farther back nothing is read for keys. */
const MOST_SCANNED = 50;
/** Rounds in which entries call others. */
const MOST_ROUNDS = 20;

export function marked(entry: Entry): Marked {
  return { entry, marks: readDecorators(entry.content), rules: tavernRules(entry) };
}

/** What an entry is known by: it changes when the entry does. */
export function idOf({ keys, content }: Entry): string {
  return createHash('sha256')
    .update(JSON.stringify([keys, content]))
    .digest('hex')
    .slice(0, 32);
}

/** Whether it matters when an entry was told before. */
export function remembers({ marks, rules }: Marked): boolean {
  return marks.keepAfterMatch || marks.dontAfterMatch || rules.sticky > 0 || rules.cooldown > 0;
}

/** How many of the newest messages are searched for an entry's keys. */
export function depthOf({ marks, rules }: Marked, ofBook = SCAN_DEPTH): number {
  return bounded(marks.scanDepth) ?? bounded(rules.scanDepth) ?? bounded(ofBook)!;
}

export function bounded(depth: unknown): number | undefined {
  return typeof depth === 'number' && depth >= 0 ? Math.min(depth, MOST_SCANNED) : undefined;
}

export function isConstant({ entry, marks }: Marked): boolean {
  return marks.activate || (entry.constant === true && entry['use_regex'] !== true);
}

/** @returns those that are called; `fresh` are not only told on from before */
export function calledOf(entries: readonly Marked[], said: Said): { one: Marked; fresh: boolean }[] {
  return new Calls(said).all(entries);
}

class Calls {
  private readonly search: KeySearch;
  private readonly taken = new Set<string>();

  constructor(private readonly said: Said) {
    this.search = new KeySearch(said.messages, said.names);
  }

  all(entries: readonly Marked[]): { one: Marked; fresh: boolean }[] {
    const called: { one: Marked; fresh: boolean }[] = [];
    let open = entries.filter(({ entry, marks }) => entry.enabled !== false && marks.content.trim() !== '');
    let level = 1;
    for (let round = 0; round < (this.said.recursive ? MOST_ROUNDS : 1); round++) {
      const found: { one: Marked; fresh: boolean }[] = [];
      const rest: Marked[] = [];
      for (const one of open) {
        const due =
          round === 0 ? one.rules.fromRound === 0 : !one.rules.notByOthers && one.rules.fromRound <= level;
        const before = this.before(one);
        if (before === 'on') found.push({ one, fresh: false });
        else if (before === 'barred') continue;
        else if (due && this.calls(one)) found.push({ one, fresh: true });
        else rest.push(one);
      }
      open = rest;
      const told = this.oneOfEach(found).filter(({ one, fresh }) => !fresh || this.falls(one));
      called.push(...told);
      const heard = told
        .filter(({ one }) => !one.rules.callsNone)
        .map(({ one }) => textOf(one.marks.content));
      for (const text of heard) this.search.add(text);
      if (heard.length === 0 && round > 0) {
        level = Math.min(...open.map(({ rules }) => rules.fromRound).filter((from) => from > level));
        if (level === Infinity) break;
      }
    }
    return called;
  }

  /** What follows from when it was told before: it is told on, or may not be. */
  private before({ entry, marks, rules }: Marked): 'on' | 'barred' | 'open' {
    if (marks.activate) return 'on';
    const { place = Infinity, told } = this.said;
    if (marks.dontActivate || rules.delay > place) return 'barred';
    const at = told?.size ? told.get(idOf(entry)) : undefined;
    if (at === undefined) return 'open';
    if (marks.keepAfterMatch) return 'on';
    if (marks.dontAfterMatch) return 'barred';
    if (rules.sticky > 0 && place <= at + rules.sticky) return 'on';
    return rules.cooldown > 0 && place <= at + rules.sticky + rules.cooldown ? 'barred' : 'open';
  }

  private calls(one: Marked): boolean {
    const { entry, marks, rules } = one;
    const { replies = 0, greeting } = this.said;
    if (marks.greeting !== undefined && greeting !== undefined && marks.greeting !== greeting) return false;
    if (replies < (marks.activateOnlyAfter ?? 0)) return false;
    if (marks.activateOnlyEvery && replies % marks.activateOnlyEvery !== 0) return false;
    const isNamed = this.looks(one);
    const byPattern = entry['use_regex'] === true;
    if (!byPattern && marks.excludeKeys.some(isNamed)) return false;
    if (marks.additionalKeys.length && !marks.additionalKeys.some(isNamed)) return false;
    if (isConstant(one)) return true;
    if (!textsIn(entry.keys).some(isNamed)) return false;
    const second = secondKeysOf(entry);
    if (second.length === 0) return true;
    if (rules.secondKeys === 1) return !second.every(isNamed);
    if (rules.secondKeys === 2) return !second.some(isNamed);
    return rules.secondKeys === 3 ? second.every(isNamed) : second.some(isNamed);
  }

  private looks(one: Marked): (key: string) => boolean {
    const { entry, rules } = one;
    const depth = depthOf(one, this.said.scanDepth);
    const ways = {
      byPattern: entry['use_regex'] === true,
      exact: entry['case_sensitive'] === true || rules.caseSensitive === true,
      wholeWords: rules.wholeWords,
    };
    return (key) => this.search.finds(key, depth, ways);
  }

  /** Whether chance lets it be told, which is the same however often a message is answered. */
  private falls({ entry, marks, rules }: Marked): boolean {
    if (rules.chance >= 1 || marks.activate) return true;
    return this.random(idOf(entry)) < rules.chance;
  }

  private random(of: string): number {
    return seeded(`${this.said.seed ?? ''} ${of}`)();
  }

  /** Of each group the one that is told: what is told on, else what goes before the others, else one by weight. */
  private oneOfEach(found: { one: Marked; fresh: boolean }[]): { one: Marked; fresh: boolean }[] {
    const left = new Set(found);
    for (const group of new Set(found.flatMap(({ one }) => one.rules.groups))) {
      const members = [...left].filter(({ one }) => one.rules.groups.includes(group));
      const on = members.filter(({ fresh }) => !fresh);
      const stay = this.taken.has(group) ? [] : on.length ? on : [this.winner(members, group)];
      for (const one of members) if (!stay.includes(one)) left.delete(one);
      if (members.length) this.taken.add(group);
    }
    return [...left];
  }

  private winner<T extends { one: Marked }>(members: T[], group: string): T | undefined {
    const scores = members.some(({ one }) => one.rules.groupScoring)
      ? new Map(members.map((member) => [member, this.score(member.one)]))
      : null;
    const most = scores ? Math.max(...scores.values()) : 0;
    const best = members.filter((member) => !member.one.rules.groupScoring || scores!.get(member) === most);
    const order = ({ one }: T) => Number(one.entry['insertion_order'] ?? 0) || 0;
    const first = best.filter(({ one }) => one.rules.groupFirst);
    if (first.length) return first.reduce((a, b) => (order(b) > order(a) ? b : a));
    const all = best.reduce((sum, { one }) => sum + one.rules.groupWeight, 0);
    let at = this.random(group) * all;
    return best.find(({ one }) => (at -= one.rules.groupWeight) < 0) ?? best.at(-1);
  }

  /** How many of its keys were said. */
  private score(one: Marked): number {
    const isNamed = this.looks(one);
    const second = secondKeysOf(one.entry).filter(isNamed).length;
    const counts = one.rules.secondKeys === 0 ? Math.min(1, second) : one.rules.secondKeys === 3 ? second : 0;
    return textsIn(one.entry.keys).filter(isNamed).length + counts;
  }
}

function secondKeysOf(entry: Entry): string[] {
  return entry['use_regex'] === true || entry['selective'] !== true ? [] : textsIn(entry['secondary_keys']);
}

/** As other entries hear it: comments are not said, hidden keys are. */
function textOf(content: string): string {
  return content
    .replace(/\{\{\s*(?:\/\/|comment:)[^{}]*\}\}/gi, '')
    .replace(/\{\{\s*hidden_key:([^{}]*)\}\}/gi, ' $1 ');
}

function textsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}
