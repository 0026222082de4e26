import { partsOf } from './foreign-names.js';
import { isNoName } from './no-names.js';
import { surnameLength } from './surnames.js';
import type { NamedPerson, Question } from '../../types.js';

/** What may follow a name without making it another's: 凤姐儿, 惠英嫂, 宝玉哥哥. */
const FAMILIAR = /^(?:儿|姐|嫂|哥|妹|弟|叔|婶|兄|姐姐|哥哥|妹妹|弟弟|嫂子|叔叔|姑娘|小姐|先生|大人|同志)$/u;
/** What is no given name, though a family name may stand before it. */
const TITLE =
  /^(?:夫人|太太|奶奶|姥姥|姨妈|姨娘|嬷嬷|妈妈|大人|将军|长老|和尚|道士|道人|菩萨|天王|大王|公主|太子|老师|师傅|先生|小姐|姑娘|大夫|主任|书记|部长|县长|局长|老爷|大爷|二爷|太后|皇后|丞相|都督)$/u;

/** Names of one character and what people are to each other: 林妹妹 may be any Lin. */
const OF_ONE = /^(\p{Script=Han})(?:丫头|妹妹|姐姐|姑娘|哥哥|弟弟|哥儿|姐儿|小姐|公子)$/u;
/** Whether a name only says what somebody is to others. */
export const isOfOne = (name: string): boolean => OF_ONE.test(name);
/** Whoever more may be meant by, nobody asks about. */
const MOST_ASKED = 5;

interface Introduction {
  full: string;
  style: string;
}

/** 姓刘，名备，字玄德; 曹操，字孟德. */
function introductions(text: string, names: ReadonlyMap<string, number>): Introduction[] {
  const found: Introduction[] = [];
  const add = (before: string, style: string) => {
    // 襄阳庞统: a known name at the end of what stands before.
    const known = [4, 3, 2].map((length) => before.slice(-length)).find((end) => names.has(end));
    const full = known ?? before;
    if (surnameLength(full) && full.length > surnameLength(full) && !isNoName(style))
      found.push({ full, style });
  };
  for (const [, surname, given, style, later] of text.matchAll(
    /姓(\p{Script=Han}{1,2})[，、]?名(\p{Script=Han}{1,2})[，、]?表?字(\p{Script=Han}{2})(?:[，、]?后改(?:字|为)?(\p{Script=Han}{2}))?(?=[，。、；也])/gu,
  )) {
    add(surname! + given!, style!);
    if (later) add(surname! + given!, later);
  }
  for (const match of text.matchAll(/字(\p{Script=Han}{2})(?=[，。、；也])/gu)) {
    const before = text.slice(Math.max(0, match.index - 8), match.index);
    const full = /(?:^|[，。！？；：、“”\n\s乃是])(\p{Script=Han}{2,4})[，、]?表?$/u.exec(before)?.[1];
    if (full) add(full, match[1]!);
  }
  return found;
}

/**
 * Joins the names of one person where they cannot mean two, the most used first; what may mean several becomes a
 * question.
 * @param names with how often the text uses them
 */
export function joinNames(
  text: string,
  names: ReadonlyMap<string, number>,
): { people: NamedPerson[]; questions: Question[] } {
  const all = new Map(names);
  const join = new Union();
  const questions = new Map<string, string[]>();

  const styles = new Map<string, Set<string>>();
  for (const { full, style } of introductions(text, names)) {
    if (!all.has(full) && !all.has(style)) continue;
    (styles.get(style) ?? styles.set(style, new Set()).get(style)!).add(full);
    all.set(full, all.get(full) ?? 0);
    all.set(style, all.get(style) ?? 0);
  }
  for (const [style, fulls] of styles) {
    const [full] = fulls;
    if (fulls.size > 1) questions.set(style, [...fulls]);
    else {
      join.add(style, full!);
      const whole = full!.slice(0, surnameLength(full!)) + style;
      all.set(whole, all.get(whole) ?? 0);
      join.add(whole, full!);
    }
  }

  // Each use of a full name holds the given one, too.
  const alone = new Map(all);
  const byGiven = new Map<string, string[]>();
  for (const name of all.keys()) {
    const surname = surnameLength(name);
    const given = name.slice(surname);
    if (surname && given.length >= 2) byGiven.set(given, [...(byGiven.get(given) ?? []), name]);
  }
  for (const [given, fulls] of byGiven) {
    if (!all.has(given) || TITLE.test(given)) continue;
    alone.set(
      given,
      fulls.reduce((left, full) => left - all.get(full)!, all.get(given)!),
    );
    if (new Set(fulls.map((full) => join.find(full))).size > 1) questions.set(given, fulls);
    else for (const full of fulls) join.add(given, full);
  }

  for (const name of all.keys()) {
    for (let length = name.length - 1; length >= 2; length--) {
      const start = name.slice(0, length);
      if (all.has(start) && FAMILIAR.test(name.slice(length))) join.add(name, start);
    }
  }

  // 维克多 and 莫兰, of 维克多·莫兰.
  const byPart = new Map<string, string[]>();
  for (const name of all.keys())
    for (const part of partsOf(name)) byPart.set(part, [...(byPart.get(part) ?? []), name]);
  for (const [part, fulls] of byPart) {
    if (!all.has(part)) continue;
    if (fulls.length > 1) questions.set(part, fulls);
    else join.add(part, fulls[0]!);
  }

  const groups = new Map<string, string[]>();
  for (const name of all.keys()) {
    const root = join.find(name);
    groups.set(root, [...(groups.get(root) ?? []), name]);
  }
  const main = new Map<string, string>();
  const people: NamedPerson[] = [];
  for (const group of groups.values()) {
    group.sort((a, b) => (alone.get(b) ?? 0) - (alone.get(a) ?? 0));
    const [name, ...aliases] = group as [string, ...string[]];
    people.push({ name, aliases });
    for (const one of group) main.set(one, name);
  }
  for (const { name, aliases } of people) {
    const char = OF_ONE.exec(name)?.[1];
    if (!char || aliases.length > 0) continue;
    const among = people.filter((one) => one.name !== name && bears(one, char)).map((one) => one.name);
    if (among.length > 0 && among.length <= MOST_ASKED) questions.set(name, among);
  }
  return {
    people,
    questions: [...questions].map(([name, among]) => ({
      name,
      among: [...new Set(among.map((one) => main.get(one)!))],
    })),
  };
}

/** Whether a character is in a name of somebody that is not itself of that form. */
function bears({ name, aliases }: NamedPerson, char: string): boolean {
  return [name, ...aliases].some((one) => one.includes(char) && !OF_ONE.test(one));
}

class Union {
  private readonly above = new Map<string, string>();

  find(name: string): string {
    const above = this.above.get(name);
    return above === undefined ? name : this.find(above);
  }

  add(one: string, other: string): void {
    const [a, b] = [this.find(one), this.find(other)];
    if (a !== b) this.above.set(a, b);
  }
}
