import type { Names } from './clauses.js';
import { lastSentence, type Setting } from './settings.js';
import { beforeSaying } from './saying-verbs.js';
import { surnameLength } from './surnames.js';
import type { NamedPerson, Question } from '../../types.js';

/** A text that calls people so does it often. */
const USUAL = 5;
/** In UTF-16 units: so far back may the full name stand, or whoever was called so; the nearer goes first. */
const REACHES = [1500, 6000];

/** Titles, and words that a clause begins with. */
const NO_GIVEN = /[王公侯君帝后妃氏母父主老官人儿乃亦又便皆遂即却还再各相]/u;

interface Bearer {
  person: NamedPerson;
  /** Where the full name was last read. */
  last: number;
}

/**
 * The given name of one character that classical novels call people by (操 for 曹操), resolved where nobody else near by
 * bears it. Places are asked for in order.
 */
export class ShortNames {
  private readonly bearers = new Map<string, Bearer[]>();
  private readonly unclear = new Set<string>();
  /** Where full names stand, in order. */
  private mentions: { at: number; bearer: Bearer }[] = [];
  private read = 0;

  constructor(owner: ReadonlyMap<string, NamedPerson>, settings: readonly Setting[]) {
    for (const [name, person] of owner) {
      const surname = surnameLength(name);
      const given = name.at(-1)!;
      if (!surname || name.length - surname !== 1 || NO_GIVEN.test(given)) continue;
      // 云长, though 云 is a family name too, is short for 关云长.
      if ([person.name, ...person.aliases].some((other) => other !== name && other.endsWith(name))) continue;
      const bearers = this.bearers.get(given) ?? [];
      if (!bearers.some((one) => one.person === person)) bearers.push({ person, last: -Infinity });
      this.bearers.set(given, bearers);
    }
    let uses = 0;
    for (const { lead } of settings) {
      const clause = lastSentence(lead).split(/[，,]/).at(-1)!;
      if (this.bearers.has(clause[0] ?? '') && beforeSaying(clause.slice(1)) === '') uses++;
    }
    if (uses < USUAL) this.bearers.clear();
  }

  has(char: string): boolean {
    return this.bearers.has(char);
  }

  /** Finds the full names in the text. */
  locate(text: string, names: Names): void {
    if (!this.bearers.size) return;
    for (let at = 0; at < text.length; at++) {
      const name = names.at(text, at);
      if (!name) continue;
      const bearer = this.bearers
        .get(name.at(-1)!)
        ?.find(({ person }) => person.name === name || person.aliases.includes(name));
      if (bearer) this.mentions.push({ at, bearer });
      at += name.length - 1;
    }
  }

  /** Who the character means at a place; null where it may be several. */
  at(char: string, place: number): NamedPerson | null {
    const bearers = this.bearers.get(char);
    if (!bearers) return null;
    for (; this.mentions[this.read] && this.mentions[this.read]!.at < place; this.read++) {
      const { at, bearer } = this.mentions[this.read]!;
      bearer.last = at;
    }
    for (const reach of REACHES) {
      const near = bearers.filter(({ last }) => place - last <= reach);
      if (near.length > 1) this.unclear.add(char);
      if (near.length > 1) return null;
      if (near.length === 0) continue;
      near[0]!.last = place;
      return near[0]!.person;
    }
    return null;
  }

  questions(): Question[] {
    return [...this.unclear].map((name) => ({
      name,
      among: this.bearers.get(name)!.map(({ person }) => person.name),
    }));
  }
}
