import type { HeadingForm } from './heading-form.js';
import { NUMBER_ZH, ordinal } from './ordinals.js';

const CHAPTER = new RegExp(`^(第?) ?(${NUMBER_ZH}) ?([章节節回囘卷集部篇话話幕折])(.*)$`);
/** 正文 第十节: what stands before the ordinal is no part of it. */
const AFTER_WORDS = /^[^\s，。：“”]{1,12}[ \u3000]+(第.*)$/;
const INNER = new RegExp(`第 ?(${NUMBER_ZH}) ?([章节節回囘话話折])(?:\\s|$)`);
const EACH = new RegExp(`第 ?(?:${NUMBER_ZH}) ?[章节節回囘话話折]`, 'g');
const VOLUME = new RegExp(
  `^(?:([卷部篇])之?(${NUMBER_ZH})|([上中下])([卷部篇册冊编編]))(?:[\\s：:·、.]+(.{0,30}))?$`,
);
const SPECIAL = new RegExp(
  `^(?:序章|序幕|序曲|序言|自序|代序|序|楔子|引子|引言|小引|弁言|前言|缘起|題記|题记|凡例|番外篇?|间章|外[传傳]|尾[声聲]|[终終][章曲卷]|[后後][记記序]|跋|附[录錄]|大[结結]局)` +
    `(?:${NUMBER_ZH})?(?:[\\s：:·、.—-]+(.{0,30}))?$`,
);
/** Words that a unit may be the beginning of: 第一集合点, 第二部分, 第三回合. */
const OTHER_WORD =
  /^(?:章[鱼魚]|[节節][课課目度]|集[合团團]|部[分队隊门門]|回[合来來事去]|[话話][题題]|卷[轴軸])/;
const COUPLET = /^(\p{Script=Han}{3,13})(?:[\s，、；：,;]+)(\p{Script=Han}{3,13})[。.．]?$/u;
const SAME: Record<string, string> = { 節: '节', 話: '话', 冊: '册', 囘: '回', 編: '编' };

/** Two halves of one length, as a chapter of an old novel is called. */
export function isCouplet(title: string): boolean {
  const [, first, second] = COUPLET.exec(title) ?? [];
  return first !== undefined && first.length === second!.length;
}

/** The form of a line as a Chinese heading, or null. */
export function chineseForm(line: string): HeadingForm | null {
  if ((line.match(EACH)?.length ?? 0) > 2) return null; // a table of contents on one line
  const volume = VOLUME.exec(line);
  if (volume) {
    const [, before, number, which, after, title] = volume;
    return form(before ?? after!, number ?? which!, true, !title);
  }
  const special = SPECIAL.exec(line);
  if (special) return form('special', '', true, !special[1]);
  const after = AFTER_WORDS.exec(line);
  return chapter(line) ?? (after && chapter(after[1]!));
}

function chapter(line: string): HeadingForm | null {
  const match = CHAPTER.exec(line);
  if (!match) return null;
  const [, mark, number, unit, rest = ''] = match;
  const title = rest.replace(/^[\s：:、.·—-]+/, '');
  if (title === rest && title !== '') {
    const prose = /[，。；：！？，.,;!?“”"]|^[的里裡是]/.test(title) || title.length > 24;
    if (!mark || (prose && !isCouplet(title)) || OTHER_WORD.test(unit! + title)) return null;
    return form(unit!, number!, false, false);
  }
  const isProse = title.length > 40 || /。(?![”」』])|[，、：；,;“]$/.test(title);
  if ((isProse && !isCouplet(title)) || (!mark && !'章回囘话話节節'.includes(unit!))) return null;
  const inner = INNER.exec(title);
  return inner ? form(inner[2]!, inner[1]!, true, false) : form(unit!, number!, true, title === '');
}

function form(kind: string, number: string, clear: boolean, bare: boolean): HeadingForm {
  return { kind: SAME[kind] ?? kind, ordinal: number === '' ? 0 : ordinal(number), clear, weak: false, bare };
}
