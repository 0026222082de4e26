import type { Names } from './clauses.js';
import type { NamedPerson, Quotation } from '../../types.js';

export type Pronoun = '他' | '她';

/** A name in the narration. */
interface Mention {
  at: number;
  person: NamedPerson;
}

/** In UTF-16 units of narration: so far back may somebody stand whom a pronoun means, the nearer first. */
const REACHES = [120, 240, 600];

/** How a name ends that is a woman's, as far as it tells. */
export const FEMALE =
  /(?:夫人|太太|奶奶|姥姥|姨妈|姨娘|婆婆|嬷嬷|妈|大娘|婶|嫂|姐|妹|姑娘|小姐|公主|娘娘|皇后|太后|妃|母)$/u;
export const FEMALE_GIVEN = /[霞莲娟芳芬婷媛娜娥妮姗娇艳倩蓉薇莉萍婉妍嫣莹瑶琳]$/u;
/** How a name ends that is a man's. */
export const MALE = /(?:爷|哥|弟|叔|伯|舅|公子|少爷|将军|和尚|道士|国王|皇叔|父|兄)$/u;

/** Who pronouns mean, where by what they are and where they stand nobody else can be meant. */
export class Pronouns {
  private readonly mentions: Mention[] = [];
  /** The narration: what lies outside of lines. */
  private readonly narrated: { start: number; end: number }[] = [];
  private readonly are = new Map<NamedPerson, Pronoun>();

  constructor(
    private readonly text: string,
    lines: readonly Quotation[],
    names: Names,
    owner: ReadonlyMap<string, NamedPerson>,
  ) {
    // Where 他 is women too, it is too wide a word.
    const count = (pronoun: Pronoun) => text.split(pronoun).length - 1;
    if (count('她') < 0.03 * count('他')) return;
    let from = 0;
    for (const { start, end } of lines) {
      this.tell(from, start, names, owner);
      from = end;
    }
    this.tell(from, text.length, names, owner);
    this.learn();
  }

  private tell(start: number, end: number, names: Names, owner: ReadonlyMap<string, NamedPerson>): void {
    if (start >= end) return;
    this.narrated.push({ start, end });
    for (let at = start; at < end; at++) {
      const name = names.at(this.text, at);
      if (!name || at + name.length > end) continue;
      this.mentions.push({ at, person: owner.get(name)! });
      at += name.length - 1;
    }
  }

  /** A sentence that begins with a pronoun, after one that names one person only, at its beginning. */
  private learn(): void {
    const votes = new Map<NamedPerson, { 他: number; 她: number }>();
    const vote = (person: NamedPerson, pronoun: Pronoun) => {
      const cast = votes.get(person) ?? { 他: 0, 她: 0 };
      cast[pronoun]++;
      votes.set(person, cast);
    };
    let next = 0;
    for (const { start, end } of this.narrated) {
      let before: NamedPerson | null = null;
      for (const match of this.text.slice(start, end).matchAll(/[^\s。！？…][^。！？…\n]*/gu)) {
        const from = start + match.index;
        const to = from + match[0].length;
        const named: Mention[] = [];
        while (next < this.mentions.length && this.mentions[next]!.at < from) next++;
        while (next < this.mentions.length && this.mentions[next]!.at < to)
          named.push(this.mentions[next++]!);
        const pronoun = /^\s*([他她])(?!们)/u.exec(match[0])?.[1] as Pronoun | undefined;
        if (before && pronoun && named.length === 0) vote(before, pronoun);
        const within = /[，,—]\s*([他她])(?!们|自己)/u.exec(match[0])?.[1] as Pronoun | undefined;
        const only = new Set(named.map(({ person }) => person)).size === 1;
        if (only && named[0]!.at - from <= 2) {
          before = named[0]!.person;
          if (within) vote(before, within);
        } else if (!(pronoun && named.length === 0)) before = null;
      }
    }
    for (const { person } of this.mentions) {
      if (this.are.has(person)) continue;
      const cast = votes.get(person) ?? { 他: 0, 她: 0 };
      const all = [person.name, ...person.aliases];
      if (all.some((name) => FEMALE.test(name))) cast.她 += 3;
      if (all.some((name) => MALE.test(name))) cast.他 += 3;
      if (all.some((name) => FEMALE_GIVEN.test(name))) cast.她++;
      if (cast.他 >= 2 && cast.他 > 3 * cast.她) this.are.set(person, '他');
      if (cast.她 >= 2 && cast.她 > 3 * cast.他) this.are.set(person, '她');
    }
  }

  /** 他 or 她 where the text shows which. */
  of(person: NamedPerson): Pronoun | null {
    return this.are.get(person) ?? null;
  }

  /** Whom the pronoun of a cue that begins at a place means; `except` cannot be meant. */
  whom(pronoun: Pronoun, place: number, from: number, except: NamedPerson | null): NamedPerson | null {
    return this.byGender(pronoun, place, from, except) ?? this.lately(pronoun, place, from, except);
  }

  /** The only one of whom the sentence right before a line tells, where nobody else near by is a `pronoun`. */
  private lately(
    pronoun: Pronoun,
    place: number,
    from: number,
    except: NamedPerson | null,
  ): NamedPerson | null {
    let low = 0;
    let high = this.narrated.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.narrated[middle]!.end <= place) low = middle + 1;
      else high = middle;
    }
    const told = this.narrated[low - 1];
    if (!told || told.end < from) return null;
    let start = told.end;
    while (start > told.start && /[。！？!?…：:\s]/.test(this.text[start - 1]!)) start--;
    while (start > told.start && !/[。！？!?…\n]/.test(this.text[start - 1]!)) start--;
    const said = this.near(told.end, start, REACHES[1]!);
    const [only] = said;
    if (!only || said.size > 1 || only === except || this.of(only) === other(pronoun)) return null;
    const near = [...this.near(place, from, REACHES[1]!)];
    return near.some((person) => person !== only && this.of(person) === pronoun) ? null : only;
  }

  private byGender(
    pronoun: Pronoun,
    place: number,
    from: number,
    except: NamedPerson | null,
  ): NamedPerson | null {
    for (const reach of REACHES) {
      const found = [...this.near(place, from, reach)].filter(
        (person) => person !== except && this.of(person) !== other(pronoun),
      );
      const [only] = found;
      if (only) return found.length === 1 && this.of(only) === pronoun ? only : null;
    }
    return null;
  }

  /** Who is named in the narration before a place, within so many UTF-16 units and no further back than `from`. */
  near(place: number, from: number, reach: number): Set<NamedPerson> {
    let low = 0;
    let high = this.mentions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.mentions[middle]!.at < place) low = middle + 1;
      else high = middle;
    }
    const found = new Set<NamedPerson>();
    for (let n = low - 1; n >= 0 && this.mentions[n]!.at >= Math.max(from, place - reach); n--) {
      found.add(this.mentions[n]!.person);
    }
    return found;
  }
}

const other = (pronoun: Pronoun): Pronoun => (pronoun === '他' ? '她' : '他');
