/** Which entries of a lorebook are called: by their keys, conditions, chance, groups, and by one another. */
import type { Activation, ActivationContext, ActivationResult, Admission } from './activations.js';
import { seeded } from '../../text/macros.js';
import type { Work } from '../../text/search/slices.js';
import {
  type ActivatableEntry,
  depthOf,
  entryId,
  heardOf,
  isConstant,
  orderOf,
  type ParsedEntry,
} from './entries.js';
import { type EntryKey, KeySearch, type Scope } from './key-matching.js';

/** Rounds in which entries call others. */
const MOST_ROUNDS = 20;
/** Of so many it is looked up where their keys were found. */
const MOST_PLACED = 100;

/** Which of the entries are called, and have room. */
export function activate(
  entries: readonly ActivatableEntry[],
  context: ActivationContext,
  room: Admission,
): Work<ActivationResult> {
  return new Activator(context, room).all(entries);
}

class Activator {
  private readonly search: KeySearch;
  private readonly taken = new Set<string>();
  private readonly missed = new Set<ActivatableEntry>();
  /** Those whose contents are searched, too, in the order of `search`. */
  private readonly heard: ActivatableEntry[] = [];
  private key: EntryKey | undefined;
  /** Where each stands in the book. */
  private place = new Map<ActivatableEntry, number>();

  constructor(
    private readonly context: ActivationContext,
    private readonly room: Admission,
  ) {
    this.search = new KeySearch(context.messages, context.names, context.sources);
  }

  *all(entries: readonly ActivatableEntry[]): Work<ActivationResult> {
    this.place = new Map(entries.map((one, n) => [one, n]));
    const called: Activation[] = [];
    const lost: Activation[] = [];
    const waiting = new Map<ActivatableEntry, Activation>();
    let open = entries.filter(({ entry, marks }) => entry.enabled !== false && marks.content.trim() !== '');
    // Those that wait are called when an entry was told that others hear; without one only where more than one level waits.
    const levels = [...new Set(open.map(({ rules }) => rules.fromRound))]
      .filter(Boolean)
      .sort((a, b) => a - b);
    let level = levels.shift() ?? 1;
    for (let round = 0; round < (this.context.recursive ? MOST_ROUNDS : 1); round++) {
      const found: Activation[] = [];
      const rest: ActivatableEntry[] = [];
      for (const one of open) {
        if (this.search.isDue()) yield;
        const isDue =
          round === 0 ? one.rules.fromRound === 0 : !one.rules.notByOthers && one.rules.fromRound <= level;
        const before = this.before(one);
        if (before === 'on') found.push({ one, fresh: false });
        else if (before === 'barred') continue;
        else if (isDue && (yield* this.calls(one))) found.push({ one, fresh: true, key: this.key });
        else rest.push(one);
      }
      open = rest;
      const best = new Set(yield* this.oneOfEach(found));
      const due: Activation[] = [];
      const beaten: Activation[] = [];
      for (const call of found) {
        if (!best.has(call)) beaten.push({ ...call, lost: 'group' });
        else if (call.fresh && !this.falls(call.one)) lost.push({ ...call, lost: 'chance' });
        else due.push(call);
      }
      // What is not told takes no place in its group, and calls nothing.
      const roomFor = yield* this.room.admit(due);
      const chosen = due.filter((call) => roomFor.has(call));
      for (const call of due) if (!roomFor.has(call)) lost.push({ ...call, lost: 'no_room' });
      called.push(...chosen);
      for (const { one } of chosen) for (const group of one.rules.groups) this.taken.add(group);
      // Where chance took the one that went before them, they are looked at again.
      for (const call of beaten) {
        if (call.one.rules.groups.some((group) => this.taken.has(group))) lost.push(call);
        else {
          open.push(call.one);
          waiting.set(call.one, call);
        }
      }
      let heard = false;
      for (const { one } of chosen) {
        if (one.rules.callsNone) continue;
        yield;
        heard = true;
        if (this.search.add(heardOf(one))) this.heard.push(one);
      }
      if (heard && !this.room.isFull) continue;
      const next = levels.shift();
      if (next === undefined) break;
      level = next;
    }
    for (const { one } of [...called, ...lost]) waiting.delete(one);
    lost.push(...waiting.values());
    for (const { one } of called) this.missed.delete(one);
    for (const call of [...called, ...lost].slice(0, MOST_PLACED)) {
      yield;
      call.foundIn = this.placeOf(call);
    }
    return { called, lost, missed: [...this.missed] };
  }

  private placeOf({ one, key }: Activation): Activation['foundIn'] {
    const at = key && this.search.where(key, depthOf(one, this.context.scanDepth));
    if (!at || 'message' in at) return at;
    return { entry: this.heard[at.added]! };
  }

  /** What follows from when it was told before: it is told on, or may not be. */
  private before({ entry, marks, rules }: ParsedEntry): 'on' | 'barred' | 'open' {
    const { place = Infinity, activatedAt } = this.context;
    if ((marks.dontActivate && !marks.activate) || rules.delay > place) return 'barred';
    const at = activatedAt?.size ? activatedAt.get(entryId(entry)) : undefined;
    if (at === undefined) return 'open';
    if (marks.keepAfterMatch) return 'on';
    if (marks.dontAfterMatch && !marks.activate) return 'barred';
    if (place < at + rules.sticky) return 'on';
    // It pauses from the turn on in which it is told on no more; a turn is a question and its answer.
    const pausesFrom = at + 2 * Math.ceil(rules.sticky / 2);
    return rules.cooldown > 0 && place < pausesFrom + rules.cooldown ? 'barred' : 'open';
  }

  private *calls(one: ActivatableEntry): Work<boolean> {
    this.search.missed = false;
    this.key = undefined;
    const called = yield* this.asks(one);
    if (this.search.missed) this.missed.add(one);
    return called;
  }

  private *asks(one: ActivatableEntry): Work<boolean> {
    const { marks, rules, secondKeys: second } = one;
    const { replies = 0, greeting } = this.context;
    if (marks.activate) return true;
    if (marks.greeting !== undefined && greeting !== undefined && marks.greeting !== greeting) return false;
    if (replies < (marks.activateOnlyAfter ?? 0)) return false;
    if (marks.activateOnlyEvery && replies % marks.activateOnlyEvery !== 0) return false;
    const scope = this.scopeOf(one);
    if (yield* this.some(one.excludeKeys, scope)) return false;
    if (one.additionalKeys.length && !(yield* this.some(one.additionalKeys, scope))) return false;
    if (isConstant(one)) return true;
    this.key = yield* this.firstOf(one.keys, scope);
    if (!this.key) return false;
    if (second.length === 0 || !one.isSelective) return true;
    if (rules.secondKeys === 1) return yield* this.some(second, scope, false);
    if (rules.secondKeys === 2) return !(yield* this.some(second, scope));
    if (rules.secondKeys === 3) return !(yield* this.some(second, scope, false));
    return yield* this.some(second, scope);
  }

  private scopeOf(one: ActivatableEntry): Scope {
    return { depth: depthOf(one, this.context.scanDepth), alsoIn: one.rules.alsoIn };
  }

  private *firstOf(keys: readonly EntryKey[], scope: Scope): Work<EntryKey | undefined> {
    for (const key of keys) {
      if (this.search.finds(key, scope)) return key;
      if (this.search.isDue()) yield;
    }
    return undefined;
  }

  /** Whether any of the keys was said, or any was not. */
  private *some(keys: readonly EntryKey[], scope: Scope, wanted = true): Work<boolean> {
    for (const key of keys) {
      if (this.search.finds(key, scope) === wanted) return true;
      if (this.search.isDue()) yield;
    }
    return false;
  }

  private *count(keys: readonly EntryKey[], scope: Scope): Work<number> {
    let found = 0;
    for (const key of keys) {
      if (this.search.finds(key, scope)) found++;
      if (this.search.isDue()) yield;
    }
    return found;
  }

  /** Whether chance lets it be told, which is the same however often a message is answered. */
  private falls({ entry, rules }: ParsedEntry): boolean {
    return rules.chance >= 1 || this.random(entryId(entry)) < rules.chance;
  }

  private random(of: string): number {
    return seeded(`${this.context.seed ?? ''} ${of}`)();
  }

  /** Of each group the one that is told: what is told on, else what goes before the others, else one by weight. */
  private *oneOfEach(found: Activation[]): Work<Activation[]> {
    const groups = new Map<string, Activation[]>();
    for (const call of found) {
      for (const group of new Set(call.one.rules.groups)) {
        const members = groups.get(group);
        if (members) members.push(call);
        else groups.set(group, [call]);
      }
    }
    const left = new Set(found);
    for (const [group, all] of groups) {
      yield;
      const members = all.filter((call) => left.has(call));
      if (members.length === 0) continue;
      const on = members.filter(({ fresh }) => !fresh);
      const stay = new Set(
        this.taken.has(group) ? [] : on.length ? on : [yield* this.winner(members, group)],
      );
      for (const call of members) if (!stay.has(call)) left.delete(call);
    }
    return [...left];
  }

  /** @param members one at least */
  private *winner(members: readonly Activation[], group: string): Work<Activation> {
    let best = members;
    if (members.some(({ one }) => one.rules.groupScoring)) {
      const scores = new Map<Activation, number>();
      for (const call of members) scores.set(call, yield* this.score(call.one));
      let most = 0;
      for (const score of scores.values()) most = Math.max(most, score);
      best = members.filter((call) => !call.one.rules.groupScoring || scores.get(call) === most);
    }
    const place = (call: Activation) => this.place.get(call.one)!;
    best = [...best].sort((a, b) => orderOf(b.one.entry) - orderOf(a.one.entry) || place(a) - place(b));
    const first = best.find(({ one }) => one.rules.groupFirst);
    if (first) return first;
    if (best.length === 1) return best[0]!;
    const all = best.reduce((sum, { one }) => sum + one.rules.groupWeight, 0);
    let at = this.random(group) * all;
    return best.find(({ one }) => (at -= one.rules.groupWeight) <= 0) ?? best.at(-1)!;
  }

  /** How many of its keys were said, second keys that are wanted among them: as SillyTavern reckons it. */
  private *score(one: ActivatableEntry): Work<number> {
    const scope = this.scopeOf(one);
    if (!one.keys.length) return 0;
    const second = yield* this.count(one.secondKeys, scope);
    const { secondKeys } = one.rules;
    const counts = secondKeys === 0 || (secondKeys === 3 && second === one.secondKeys.length) ? second : 0;
    return (yield* this.count(one.keys, scope)) + counts;
  }
}
