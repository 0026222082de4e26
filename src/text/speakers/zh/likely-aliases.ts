import { isOfOne } from './aliases.js';
import type { Names } from './clauses.js';
import { surnameLength } from './surnames.js';
import type { NamedPerson, Question, Quotation } from '../../types.js';

/** In UTF-16 units: names so near to each other are of one scene. */
const NEAR = 150;
const BREAK = /[。！？；：．“”「」『』\n!?;:"]/;
/** So often a name has to stand near another; of its own uses so many; and of these so few may tell that they are two. */
const USUAL = { often: 40, share: 0.4, apart: 0.1 };
/** The same where a text introduces one as the other, and where one is a family name and a rank. */
const INTRODUCED = { often: 1, share: 0, apart: 0.5 };
const RANKED = { often: 8, share: 0.1, apart: 0.05 };
/** Names that one may be another of. */
const MOST = 3;

/** What stands between somebody's name and another that a text introduces as theirs: 小红本姓林，小名红玉. */
const CALLED =
  /^(?:[，,者乃本原]|俗家|道[：:]“?(?:我|在下|小人|老夫|贫僧|贫道)?|姓\p{Script=Han}{1,2}|字\p{Script=Han}{2}){0,5}(?:法名|法号|道号|绰号|诨名|诨号|混名|浑名|外号|雅号|小名|乳名|别号|别名|又名|又称|原名|本名|真名|俗名|改名|名唤|名叫|人称|人都称|江湖人称|人呼|呼为|唤作|唤做|自称|自号)(?:[他她]?[叫唤做作为是曰称个]{1,2})?[“「『"‘]?$/u;
/** In UTF-16 units: so long is that at most. */
const REACH = 24;
/** 关公, 王爷: somebody of a family by their rank. */
const RANK = /^(?:公|爷|老爷|大人|将军|丞相|都督|军师|大王|公子|先生|老师|总|少|董|道长|师兄|长老|僧|王)$/u;

/** What is seen of two people's names. */
interface Pair {
  one: NamedPerson;
  other: NamedPerson;
  /** Times they stand near each other in two sentences. */
  near: number;
  /** Times they are told apart: in one sentence, or one answers, addresses or speaks of the other. */
  apart: number;
  introduced: boolean;
}

/**
 * Names that are likely one person's though nothing says so for certain: they stand close to each other over and over,
 * and all but never in one sentence, nor does one answer or speak of the other. Two people who are together are spoken
 * of together.
 * @param speakers of the lines, in order
 * @param adjacent whether a line and the next may be of one exchange
 */
export function likelyOne(
  text: string,
  owner: ReadonlyMap<string, NamedPerson>,
  names: Names,
  lines: readonly Quotation[],
  speakers: readonly (NamedPerson | null)[],
  adjacent: (n: number) => boolean,
): Question[] {
  const pairs = new Pairs();
  const times = readText(text, owner, names, lines, speakers, pairs);
  speakers.forEach((speaker, n) => {
    const next = adjacent(n) ? speakers[n + 1] : null;
    if (speaker && next && next !== speaker) pairs.of(speaker, next).apart++;
  });
  const found = new Map<NamedPerson, { other: NamedPerson; near: number }[]>();
  for (const pair of pairs.all()) {
    const [small, great] =
      times.get(pair.one)! < times.get(pair.other)! ? [pair.one, pair.other] : [pair.other, pair.one];
    if (!isLikely(pair, times.get(small)!) || isOfOne(small.name)) continue;
    found.set(small, [...(found.get(small) ?? []), { other: great, near: pair.near }]);
  }
  return [...found].map(([{ name }, others]) => ({
    name,
    among: others
      .sort((a, b) => b.near - a.near)
      .slice(0, MOST)
      .map(({ other }) => other.name),
  }));
}

function isLikely({ one, other, near, apart, introduced }: Pair, times: number): boolean {
  if (!mayBeOne(one, other)) return false;
  const ranked = isRankOf(one, other) || isRankOf(other, one);
  const { often, share, apart: at } = introduced ? INTRODUCED : ranked ? RANKED : USUAL;
  return near >= often && near >= share * times && apart <= at * near;
}

/** Whether two people's names can be one's: not where both have family names, and others. */
function mayBeOne(one: NamedPerson, other: NamedPerson): boolean {
  const [a, b] = [familiesOf(one), familiesOf(other)];
  if (a.size === 0 || b.size === 0) return true;
  return [...a].some((family) => b.has(family)) && !(hasFull(one) && hasFull(other));
}

/** Whether somebody has a name of their own behind the family name: not 孙行者, who is 行者. */
function hasFull({ name, aliases }: NamedPerson): boolean {
  const all = [name, ...aliases];
  return all.some((one) => {
    const rest = one.slice(surnameLength(one));
    return rest !== one && !RANK.test(rest) && !all.includes(rest);
  });
}

function familiesOf({ name, aliases }: NamedPerson): Set<string> {
  return new Set([name, ...aliases].map((one) => one.slice(0, surnameLength(one))).filter(Boolean));
}

/** Whether somebody's only name is a family name with a rank, and the other bears that family name. */
function isRankOf({ name, aliases }: NamedPerson, other: NamedPerson): boolean {
  const length = surnameLength(name);
  return (
    length > 0 &&
    aliases.length === 0 &&
    RANK.test(name.slice(length)) &&
    familiesOf(other).has(name.slice(0, length))
  );
}

class Pairs {
  private readonly found = new Map<NamedPerson, Map<NamedPerson, Pair>>();

  of(a: NamedPerson, b: NamedPerson): Pair {
    const known = this.found.get(a)?.get(b) ?? this.found.get(b)?.get(a);
    if (known) return known;
    const pair: Pair = { one: a, other: b, near: 0, apart: 0, introduced: false };
    const own = this.found.get(a);
    if (own) own.set(b, pair);
    else this.found.set(a, new Map([[b, pair]]));
    return pair;
  }

  all(): Pair[] {
    return [...this.found.values()].flatMap((own) => [...own.values()]);
  }
}

/** Counts who is named how often, near whom and beside whom, and who is introduced as whom. */
function readText(
  text: string,
  owner: ReadonlyMap<string, NamedPerson>,
  names: Names,
  lines: readonly Quotation[],
  speakers: readonly (NamedPerson | null)[],
  pairs: Pairs,
): Map<NamedPerson, number> {
  const times = new Map<NamedPerson, number>();
  let sentence = 0;
  let line = 0;
  let recent: { person: NamedPerson; at: number; end: number; sentence: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    if (BREAK.test(text[at]!)) sentence++;
    const name = names.at(text, at);
    if (!name) continue;
    const person = owner.get(name)!;
    times.set(person, (times.get(person) ?? 0) + 1);
    while (lines[line] && lines[line]!.end <= at) line++;
    const saying = lines[line] && lines[line]!.start <= at ? speakers[line] : null;
    if (saying && saying !== person) pairs.of(saying, person).apart++;
    const last = recent.at(-1);
    const between = last && text.slice(last.end, at);
    if (last && last.person !== person && between!.length <= REACH && CALLED.test(between!)) {
      const pair = pairs.of(last.person, person);
      pair.introduced = true;
      pair.apart--;
    }
    recent = recent.filter((one) => one.person !== person && at - one.at <= NEAR);
    for (const one of recent) {
      const pair = pairs.of(one.person, person);
      if (one.sentence === sentence) pair.apart++;
      else pair.near++;
    }
    recent.push({ person, at, end: at + name.length, sentence });
    at += name.length - 1;
  }
  return times;
}
