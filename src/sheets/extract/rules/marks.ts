import { simplified } from '../../../text/search/script-zh.js';
import { surnameLength } from '../../../text/speakers/zh/surnames.js';
import { isTitle } from '../../../text/speakers/en/names/titles.js';

/** Stands for the one whom a sheet is about, in a text with its names marked. */
export const OWN = '\uE000';
/** Stands for anybody else in the cast, as part of a pattern. */
export const OTHER = '[\uE100-\uE8FF]';
const FIRST_OTHER = 0xe100;
const MOST_OTHERS = 0x7ff;
/** What a text has of its own where marks and tags are. */
const PRIVATE = /[\uE000-\uF8FF]/g;

/** Stands for one of the others, from 0. */
export function markOf(other: number): string {
  return String.fromCharCode(FIRST_OTHER + other);
}

/** Which of the others a mark stands for, from 0. */
export function otherOf(mark: string): number {
  return mark.charCodeAt(0) - FIRST_OTHER;
}

interface Name {
  name: string;
  mark: string;
}

/** Puts one character in the place of each name, so that rules read what somebody does without knowing what they are called. */
export class NameMarks {
  private readonly byFirst = new Map<string, Name[]>();

  /** @param others the names of each */
  constructor(
    own: readonly string[],
    others: readonly (readonly string[])[],
    private readonly isChinese: boolean,
  ) {
    others.slice(0, MOST_OTHERS).forEach((names, n) => {
      for (const name of names) this.add(name, markOf(n));
    });
    for (const name of own) this.add(name, OWN);
    // Own names last, so that of two that are alike the own one stands first.
    for (const list of this.byFirst.values()) list.reverse().sort((a, b) => b.name.length - a.name.length);
  }

  private add(name: string, mark: string): void {
    const whole = this.isChinese ? simplified(name) : name.replace(/\s+/g, ' ');
    const list = this.byFirst.get(whole[0] ?? '');
    if (list) list.push({ name: whole, mark });
    else this.byFirst.set(whole[0] ?? '', [{ name: whole, mark }]);
  }

  /** A text in one line, in the simplified script, its names marked. */
  mark(text: string): string {
    const plain = this.isChinese
      ? simplified(text).replace(/\s+/g, '')
      : withoutStress(/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text);
    return this.put(plain.replace(PRIVATE, '□'));
  }

  private put(plain: string): string {
    let marked = '';
    let at = 0;
    for (let place = 0; place < plain.length; place++) {
      const name = this.at(plain, place);
      if (!name) continue;
      marked += plain.slice(at, place) + name.mark;
      at = place + name.name.length;
      place = at - 1;
    }
    return marked + plain.slice(at);
  }

  private at(text: string, place: number): Name | null {
    const list = this.byFirst.get(text[place]!);
    if (!list) return null;
    if (this.isChinese)
      return list.find(({ name }) => text.startsWith(name, place) && isWhole(text, place, name)) ?? null;
    if (
      place > 0 &&
      /[\p{L}’'-]/u.test(text[place - 1]!) &&
      /\p{L}[’'-]?$/u.test(text.slice(Math.max(0, place - 2), place))
    )
      return null;
    for (const one of list) {
      if (!text.startsWith(one.name, place)) continue;
      const after = text.slice(place + one.name.length, place + one.name.length + 4);
      if (/^\p{L}/u.test(after) || /^ \p{Lu}\p{Ll}/u.test(after) || isOthers(text, place)) continue;
      return one;
    }
    return null;
  }
}

/** _This_, without its marks. */
const withoutStress = (text: string) =>
  text.includes('_') ? text.replace(/(?<=^|\P{L})_|_(?=\P{L}|$)/gu, '') : text;

/** What the bearer of a name of one character does, at the beginning of a clause: 操曰, 操大怒. */
const ACTS =
  /^(?:[曰谓问答笑怒叹惊喜泣闻见听视顾望看乃遂亦即急忙又方正自再将引领令命使教请唤召拜从欲在至入出归回到执拔挺披掷拍勒绰提持接览寻沉低叱骂喝慌惧恐知以与为劝]|大[怒笑喜惊叫喝骂呼])/;

/** One character is a name only where somebody acts who is called so. */
function isWhole(text: string, place: number, name: string): boolean {
  const before = text[place - 1];
  if (name.length > 1) {
    // 甄宝玉 is another than 宝玉.
    const another =
      before &&
      !surnameLength(name) &&
      surnameLength(before + name) &&
      !/[和于向时有从方平常安明成那包高边白乐]/.test(before);
    return !another;
  }
  return (
    (before === undefined || /[，。；！？：、“”]/.test(before)) && ACTS.test(text.slice(place + 1, place + 3))
  );
}

/** Whether what stands before a name makes it somebody else's: `Mrs. Harlow`, `at young Robert Harlow`. */
function isOthers(text: string, place: number): boolean {
  const before = /(\S+) $/.exec(text.slice(Math.max(0, place - 24), place));
  if (!before) return false;
  const word = before[1]!.replace(/^\P{L}+/u, '');
  // The late Mr. Harlow is not his son, of whom a text tells that he lives.
  if (word === 'late') return true;
  if (/^(?:Poor|Dear|Old|Young|Little)$/.test(word)) return false;
  if (isTitle(word.replace(/\.$/, ''))) return /^\p{Lu}/u.test(word);
  const start = place - before[0].length;
  return (
    /^\p{Lu}\p{Ll}+$/u.test(word) &&
    start > 0 &&
    /[\p{Ll},] $/u.test(text.slice(Math.max(0, start - 2), start))
  );
}
