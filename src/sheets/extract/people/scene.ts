import type { Gender } from '../../../text/speakers/en/names/titles.js';
import type { Token } from '../rules/tokens.js';
import type { GenderOf } from './genders.js';
import type { ToldClause } from './told.js';

/** Somebody who is there: under their mark, or under a noun. */
interface Present {
  key: string;
  gender: Gender;
  at: number;
  /** Whether a clause has been about them, or they have spoken. */
  acts: boolean;
}

/** Shares of how far back a pronoun reaches. */
const FAR = 0.2;
const NEAR = 0.2;

/** The marks of those whom nouns mean: everywhere, and section by section. */
export interface Called {
  bearers: ReadonlyMap<string, string>;
  here: ReadonlyMap<number, ReadonlyMap<string, string>>;
  /** Who is married to whom. */
  spouses: ReadonlyMap<string, string>;
}

/** Who is in the cast has a mark. */
const MARK = /^[\uE000-\uE8FF]$/u;
/** Nobody knows who. */
const SOMEBODY = '?';

/** Ruth looked at her, or at that creature: another is there whom a pronoun may mean. */
const ANOTHER = {
  m: /\b(?:at|to|upon|with|from|beside|behind|before|by|of) (?:him(?=[,.;]|$)|the (?:new[- ]?comer|stranger|visitor|other|speaker)\b|(?:this|that) (?:[\w-]+,? ){0,3}(?:man|creature|figure|stranger|fellow|person|boy)\b)/,
  f: /\b(?:at|to|upon|with|from|beside|behind|before|by|of) (?:her(?=[,.;]|$)|the (?:new[- ]?comer|stranger|visitor|other|speaker)\b|(?:this|that) (?:[\w-]+,? ){0,3}(?:woman|creature|figure|stranger|girl|person|lady)\b)/,
};

/**
 * Who is there as a text goes on, so that a pronoun is somebody's: of whom the last sentence was about, or of the only
 * one whom it may mean. Where two may be meant, it is nobody's.
 */
export class Scene {
  private readonly there = new Map<string, Present>();
  /** How often a pronoun could mean nobody but somebody of whom it is not known whether they are a man or a woman. */
  readonly guesses = new Map<string, { m: number; f: number }>();
  /** Those of this paragraph, and those of the one before. */
  private here = new Set<string>();
  private before = new Set<string>();
  private subject: Present | null = null;
  private lastSubject: Present | null = null;
  private last: ToldClause | null = null;
  /** How many clauses in a row were about the subject. */
  private streak = 0;
  /** Who else was named since. */
  private rivals = new Set<string>();

  constructor(
    /** So far back does somebody stand whom a pronoun means, in UTF-16 units. */
    private readonly reach: number,
    private readonly genderOf: GenderOf,
    /** The mark of whoever tells the story. */
    private readonly narrator: string | null,
    private readonly called: Called,
  ) {}

  /** The next clause, with the marks of those whom its pronouns mean; `marks` are those of names. */
  read(clause: ToldClause, marks: ReadonlyMap<string, string>): { marked: string; isResolved: boolean } {
    const { last } = this;
    // Between passages that are not next to each other, anybody may have come.
    if (!last || clause.section !== last.section || clause.passage - last.passage > 1) this.clear();
    else if (clause.passage !== last.passage) this.paragraph();
    this.last = clause;
    const { quotation, marked } = clause;
    if (!quotation) return this.narrated(clause);
    if (quotation !== last?.quotation)
      this.line(quotation.speaker === null ? null : (marks.get(quotation.speaker) ?? null), clause.start);
    return { marked, isResolved: false };
  }

  private clear(): void {
    this.there.clear();
    this.here.clear();
    this.paragraph();
    this.before = new Set();
    this.lastSubject = null;
  }

  private paragraph(): void {
    this.before = this.here;
    this.here = new Set();
    this.lastSubject = this.subject ?? this.lastSubject;
    this.subject = null;
    this.streak = 0;
    this.rivals.clear();
  }

  /** A line is said; null by somebody whom the text does not tell. */
  private line(speaker: string | null, at: number): void {
    if (speaker === null || speaker === this.narrator) {
      // Who says it may be anybody, and so may whoever `he asked` is about.
      this.becomes({ key: speaker ?? SOMEBODY, gender: null, at, acts: true });
      return;
    }
    this.becomes(this.comes(speaker, this.genderOf(speaker), at));
  }

  private narrated({ marked, tokens, start: at }: ToldClause): { marked: string; isResolved: boolean } {
    let text = '';
    let from = 0;
    let isResolved = false;
    for (const token of tokens) {
      const meant = this.meant(token, at + token.at, marked.slice(token.end));
      if (meant === null || token.kind === 'name') continue;
      text += marked.slice(from, token.at) + meant + token.behind;
      from = token.end;
      isResolved = true;
    }
    const { subject } = this;
    if (subject?.gender && ANOTHER[subject.gender].test(marked)) {
      const other = `${SOMEBODY}${subject.gender}`;
      this.there.set(other, { key: other, gender: subject.gender, at, acts: false });
      this.rivals.add(other);
      this.streak = 1;
    }
    return { marked: text + marked.slice(from), isResolved };
  }

  /** Whose mark stands for a word; null where it is not sure. */
  private meant(token: Token, at: number, rest: string): string | null {
    const { kind, key, gender } = token;
    if (kind === 'narrator') {
      if (this.narrator && token.isSubject)
        this.becomes({ key: this.narrator, gender: null, at, acts: true });
      return this.narrator;
    }
    if (kind !== 'pronoun') {
      const mark = kind === 'name' ? key : this.bearer(key);
      const one = this.comes(mark ?? key, mark ? this.genderOf(mark) : gender, at);
      if (token.isSubject) this.becomes(one);
      else if (this.subject?.key !== one.key) this.rivals.add(one.key);
      return mark;
    }
    const isWhose = !token.isSubject && token.isPossessive;
    const found = token.named
      ? { key: token.named, gender, at, acts: true }
      : token.isDoneTo
        ? this.subject && this.subject.key !== SOMEBODY
          ? this.other(gender, this.subject)
          : null
        : token.isTheirs && this.subject
          ? this.other(gender, this.subject)
          : this.whom(gender, at, isWhose);
    // `He had long made up his mind, but Adam's going was a blow`: he is another.
    const one = found && token.isSubject && !token.named && rest.includes(found.key) ? null : found;
    if (token.isSubject) this.becomes(one ?? { key: SOMEBODY, gender, at, acts: true });
    if (!one && !token.isDoneTo) this.seems(gender, at);
    if (one) this.comes(one.key, one.gender, at);
    // Who has no name has no mark.
    return one && MARK.test(one.key) ? one.key : null;
  }

  /** Who is meant by a noun; null for somebody without a name. */
  private bearer(noun: string): string | null {
    const { bearers, here, spouses } = this.called;
    const spouse = noun === 'wife' || noun === 'husband' ? spouses.get(this.subject?.key ?? '') : undefined;
    return spouse ?? bearers.get(noun) ?? here.get(this.last!.section)?.get(noun) ?? null;
  }

  private comes(key: string, gender: Gender, at: number): Present {
    const one = { key, gender, at, acts: this.there.get(key)?.acts ?? false };
    // Whoever tells a story is `I` in it.
    if (key === this.narrator) return one;
    this.there.set(key, one);
    this.here.add(key);
    return one;
  }

  private guess(key: string, gender: 'm' | 'f'): void {
    const guessed = this.guesses.get(key) ?? { m: 0, f: 0 };
    guessed[gender]++;
    this.guesses.set(key, guessed);
  }

  /** A pronoun of which nobody is known who is there: somebody is. */
  private seems(gender: Gender, at: number): void {
    const isKnown = [...this.there.values()].some(
      (one) => (one.gender === gender || one.gender === null) && at - one.at <= this.reach,
    );
    const key = `${SOMEBODY}${gender}`;
    if (!isKnown || this.there.has(key)) this.there.set(key, { key, gender, at, acts: true });
  }

  private becomes(one: Present): void {
    this.streak = this.subject?.key === one.key ? this.streak + 1 : 1;
    this.subject = one;
    one.acts = true;
    this.rivals.clear();
  }

  /** Whose brother somebody is: the only other who is there. */
  private other(gender: Gender, { key }: Present): Present | null {
    const near = [...new Set([...this.here, ...this.before])]
      .map((name) => this.there.get(name)!)
      .filter((one) => one.key !== key && (one.gender === gender || one.gender === null));
    const [one, more] = near;
    return one && !more && one.gender === gender ? one : null;
  }

  private whom(gender: Gender, at: number, isWhose: boolean): Present | null {
    const fits = (one: Present | undefined) =>
      one !== undefined && (one.gender === gender || one.gender === null);
    const among = (keys: Iterable<string>) => [...keys].map((key) => this.there.get(key)!).filter(fits);
    const { subject } = this;
    if (subject && subject.key !== this.narrator && fits(subject)) {
      if (subject.key === SOMEBODY || subject.gender === null) return null;
      return this.streak > 1 || among(this.rivals).length === 0 ? subject : null;
    }
    // Whose something is shows of whom a sentence is about, or of whom the paragraph before was about alone.
    if (isWhose) {
      const [one, more] = this.here.size === 0 && !subject ? among(this.before) : [];
      return one && !more && one.gender === gender && one.key === this.lastSubject?.key ? one : null;
    }
    const near = [...this.there.values()].filter((one) => fits(one) && at - one.at <= this.reach);
    near.sort((a, b) => b.at - a.at);
    const [last, next] = near;
    // Who has not been told of for long is not there any more.
    const isAlone =
      !next || (last!.acts && last!.at - next.at >= this.reach * FAR && at - last!.at < this.reach * NEAR);
    // Who is only mentioned is not whom it goes on about, where it was about another such.
    const isOfIt = last?.acts || !fits(this.lastSubject ?? undefined) || this.lastSubject?.key === last?.key;
    if (last && isAlone && isOfIt && last.gender === gender) return last;
    // The only one whom it may mean, if that is what they are.
    if (last && !next && gender) this.guess(last.key, gender);
    // The only one of this paragraph; at its beginning, the only one whom the last was about.
    const isNew = this.here.size === 0;
    if (subject && isNew) return null;
    const [only, more] = among(isNew ? this.before : this.here);
    if (!only || more || !only.acts || only.gender !== gender) return null;
    // Where two have just talked, it may be either.
    if (
      isNew &&
      near.some(
        (one) =>
          one.key !== only.key && MARK.test(one.key) && one.acts && at - one.at < (this.reach * FAR) / 2,
      )
    )
      return null;
    return !isNew || only.key === this.lastSubject?.key ? only : null;
  }
}
