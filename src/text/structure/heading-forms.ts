import { NUMBER_EN, NUMBER_ZH, ordinal } from './ordinals.js';

/** What kind of heading a line has the form of. */
export interface HeadingForm {
  /** What it counts: 'chapter', 'letter', '回', '卷' …; 'special' for a prologue and its like. */
  kind: string;
  /** 0 where it counts nothing. */
  ordinal: number;
  /** The ordinal stands alone or apart from the rest: prose hardly ever does that. */
  clear: boolean;
  /** A numeral, or numeral and title: a heading only where nothing better is to be had. */
  weak: boolean;
  /** It has no title of its own: the next line may be it. */
  bare: boolean;
}

const ZH = new RegExp(
  `^(?:[^\\s，。：“”]{1,12}[ \u3000]+)?(第?) ?(${NUMBER_ZH}) ?([章节節回卷集部篇话話幕折])(.*)$`,
);
const ZH_INNER = new RegExp(`第 ?(${NUMBER_ZH}) ?([章节節回话話折])(?:\\s|$)`);
const ZH_EACH = new RegExp(`第 ?(?:${NUMBER_ZH}) ?[章节節回话話折]`, 'g');
const ZH_VOLUME = new RegExp(`^(?:(卷)(${NUMBER_ZH})|([上中下])([卷部篇册冊]))(?:[\\s：:·、.]+(.{0,30}))?$`);
const ZH_SPECIAL = new RegExp(
  `^(?:序章|序幕|序言|自序|序|楔子|引子|引言|前言|番外篇?|外[传傳]|尾[声聲]|[终終]章|[后後][记記]|跋|附[录錄]|大[结結]局)` +
    `(?:${NUMBER_ZH})?(?:[\\s：:·、.—-]+(.{0,30}))?$`,
);
/** Words that a unit may be the beginning of: 第一集合点, 第二部分, 第三回合. */
const ZH_OTHER_WORD =
  /^(?:章[鱼魚]|[节節][课課目]|集[合团團]|部[分队隊门門]|回[合来來事去]|[话話][题題]|卷[轴軸])/;

const EN = new RegExp(
  `^(chapter|letter|book|part|volume|act|scene|canto|stave|episode|section) +(?:the +)?(${NUMBER_EN})(.*)$`,
  'i',
);
const EN_SPECIAL =
  /^(?:prologue|epilogue|preface|foreword|introduction|afterword|interlude|postscript|conclusion|appendix(?: [a-z\d]{1,3})?)(?:[.:]?|[.:—–-]+ ?(.{0,50}))$/i;

const BARE = new RegExp(`^(?:([IVXLC]{1,7})|(\\d{1,4})|(${NUMBER_ZH}))[.、．]?$`);
const TITLED = new RegExp(
  `^(?:([IVXLC]{1,7})[.:] +[A-Z“"'].{0,60}|(\\d{1,4})[.:] +[A-Z“"'].{0,60}|(${NUMBER_ZH})[、.．：:\\s] ?\\S.{0,30})$`,
);
const COUNTED = /^[^\s，。]{1,20} ?[(（](\d{1,4})[)）]$/;

/** The form of a trimmed line as a heading, or null. `alone`: blank lines stand before and after it. */
export function headingForm(line: string, alone: boolean, afterBlank: boolean): HeadingForm | null {
  return chinese(line) ?? english(line, alone, afterBlank) ?? weak(line);
}

function chinese(line: string): HeadingForm | null {
  if ((line.match(ZH_EACH)?.length ?? 0) > 2) return null; // a table of contents on one line
  const volume = ZH_VOLUME.exec(line);
  if (volume) {
    const [, before, number, which, after, title] = volume;
    return form(before ?? after!, number ?? which!, true, !title);
  }
  const special = ZH_SPECIAL.exec(line);
  if (special) return form('special', '', true, !special[1]);
  const match = ZH.exec(line);
  if (!match) return null;
  const [, mark, number, unit, rest = ''] = match;
  const title = rest.replace(/^[\s：:、.·—-]+/, '');
  if (title === rest && title !== '') {
    const prose = /[，。；：！？,.;!?“”"]|^[的里裡是]/.test(title) || title.length > 24;
    if (!mark || prose || ZH_OTHER_WORD.test(unit! + title)) return null;
    return form(unit!, number!, false, false);
  }
  if (
    title.length > 40 ||
    /。(?![”」』])|[，、：；,;“]$/.test(title) ||
    (!mark && !'章回话話节節'.includes(unit!))
  )
    return null;
  const inner = ZH_INNER.exec(title);
  return inner ? form(inner[2]!, inner[1]!, true, false) : form(unit!, number!, true, title === '');
}

function english(line: string, alone: boolean, afterBlank: boolean): HeadingForm | null {
  const capitals = line === line.toUpperCase();
  if (EN_SPECIAL.test(line)) return alone || capitals ? form('special', '', true, false) : null;
  const match = EN.exec(line);
  if (!match) return null;
  const [, unit, number, rest = ''] = match;
  const title = rest.replace(/^[\s.:)—–-]+/, '');
  if (title === '') return form(unit!.toLowerCase(), number!, true, true);
  if (!afterBlank || !/^[\p{Lu}\d“"‘'(]/u.test(title) || /[,;]$/.test(title)) return null;
  const apart = /^\s*[.:)—–-]/.test(rest);
  if (!apart && !capitals && (!alone || /[.:!?]$/.test(title))) return null;
  return form(unit!.toLowerCase(), number!, apart || capitals, false);
}

function weak(line: string): HeadingForm | null {
  for (const [name, pattern] of [
    ['bare', BARE],
    ['titled', TITLED],
    ['counted', COUNTED],
  ] as const) {
    const groups = pattern.exec(line);
    if (!groups) continue;
    if (name === 'titled' && /[。，；,;]/.test(line)) return null;
    const which = groups.findIndex((group, i) => i > 0 && group !== undefined);
    return { ...form(name + which, groups[which]!, true, name === 'bare'), weak: true };
  }
  return null;
}

const SAME: Record<string, string> = { 節: '节', 話: '话', 冊: '册' };

function form(kind: string, number: string, clear: boolean, bare: boolean): HeadingForm {
  return { kind: SAME[kind] ?? kind, ordinal: number === '' ? 0 : ordinal(number), clear, weak: false, bare };
}
