import { chineseForm } from './chinese-forms.js';
import { englishForm } from './english-forms.js';
import type { HeadingForm } from './heading-form.js';
import { koreanForm } from './korean-forms.js';
import { NUMBER_EN, NUMBER_ZH, ordinal, SPELLED_EN } from './ordinals.js';
import { compatible } from '../encoding/normalized.js';

/** Numerals that Unicode has a sign of its own for: Ⅳ, ⑫, ㈢. */
const ONE_SIGN = /[\u2150-\u218F\u2460-\u249B\u3200-\u33FF]/;

const BARE = new RegExp(`^[（(〔]?(?:([IVXLC]{1,9})|(\\d{1,4})|其?(${NUMBER_ZH}))[)）〕]?[.、．]?$`);
const SPELLED = new RegExp(`^(${SPELLED_EN})[.:]?$`, 'i');
const TITLED = new RegExp(
  `^(?:([IVXLC]{1,9})(?:[.:] *|\\.?[—–-]+ *)[A-Z“"'_].{0,70}|(\\d{1,4})[.:] +[A-Z“"'].{0,70}|[（(]?(${NUMBER_ZH})[)）]?[、.．：:\\s] ?\\S.{0,40})$`,
);
/** Without a stop after the numeral. */
const TITLED_ALONE = /^(?:([IVXLC]{1,9})|(\d{1,4})) {1,4}\p{Lu}.{0,60}$/u;
const COUNTED = /^[^\s，。]{1,20} ?[(（](\d{1,4})[)）]$/;
/** 第三夜, 第二封信: whatever a text counts. */
const ANY_UNIT = new RegExp(`^第 ?(${NUMBER_ZH}) ?(\\p{Script=Han}{1,2})(?:[\\s：:、.·—-]+(.{0,40}))?$`, 'u');
/** Adventure IV, Kapitel 3, Глава II, No. 5. */
const ANY_WORD = new RegExp(
  `^(\\p{Lu}[\\p{L}\\p{M}]{2,15}|\\p{Lu}\\p{Ll}{1,3}\\.) +(?:the +)?(${NUMBER_EN})(.*)$`,
  'iu',
);

/** The form of a trimmed line as a heading, or null. `alone`: blank lines stand before and after it. */
export function headingForm(written: string, alone: boolean, afterBlank: boolean): HeadingForm | null {
  const line = ONE_SIGN.test(written) ? compatible(written) : written;
  return (
    chineseForm(line) ?? englishForm(line, alone, afterBlank) ?? koreanForm(line) ?? weakForm(line, alone)
  );
}

function weakForm(line: string, alone: boolean): HeadingForm | null {
  const bare = BARE.exec(line);
  if (bare) return weak('bare', bare, true);
  const spelled = alone ? SPELLED.exec(line) : null;
  if (spelled) return weak('spelled', spelled, true);
  const titled = TITLED.exec(line) ?? (alone ? TITLED_ALONE.exec(line) : null);
  if (titled) return /[。；]|[，：,;]$/.test(line) ? null : weak('titled', titled, false);
  const counted = COUNTED.exec(line);
  if (counted) return weak('counted', counted, false);
  const unit = ANY_UNIT.exec(line);
  if (unit)
    return { kind: `第${unit[2]}`, ordinal: ordinal(unit[1]!), clear: true, weak: true, bare: !unit[3] };
  const word = ANY_WORD.exec(line);
  if (!word || !/^\p{Lu}/u.test(line)) return null;
  const [, first, number, rest = ''] = word;
  const title = rest.replace(/^[\s.:)—–-]+/, '');
  const apart = title === '' || /^\s*[.:)—–-]/.test(rest);
  if (!apart && !alone && line !== line.toUpperCase()) return null;
  const kind = `word ${first!.toLowerCase()}`;
  return { kind, ordinal: ordinal(number!), clear: true, weak: true, bare: title === '' };
}

function weak(name: string, groups: RegExpExecArray, bare: boolean): HeadingForm {
  const which = groups.findIndex((group, i) => i > 0 && group !== undefined);
  return { kind: name + which, ordinal: ordinal(groups[which]!), clear: true, weak: true, bare };
}
