import { unspaced } from './play-persons.js';

/** What a line that begins a speech says: who speaks, and the words that stand on the same line. */
export interface Label {
  name: string;
  words: string;
  /** Nothing else is written so: once is enough. */
  sure?: boolean;
}

/** How a play writes who speaks. */
export interface LabelForm {
  of: (line: string, afterBlank: boolean, next: string) => Label | null;
  /** How often a name must stand before words to be one. */
  least: number;
  /** What share of the text they must say. */
  share: number;
  /** A paragraph that follows after a blank line goes on with the speech; most begin one. */
  goesOn: boolean;
  /** Each speech has a line of its own. */
  lineEach?: true;
}

const DIRECTION = String.raw`(?:[(（[【][^)）\]】\n]{0,100}[)）\]】])`;
const MARKS = String.raw`[_*]{0,3}`;
const CAPITALS = String.raw`(?:(?:MRS?|MS|DR|ST|LT|SGT|CAPT|PROF|REV)\.\s?)?[\p{Lu}\d][\p{Lu}\p{M}\d'’&#/ -]{1,38}`;
const SMALL = String.raw`(?:(?:Mrs?|Ms|Dr|St)\.\s)?\p{Lu}[\p{L}\p{M}'’-]{1,20}(?:\s\p{Lu}[\p{L}\p{M}'’-]{0,20}){0,2}`;
const ANY = String.raw`[^\s:：<>\[\]()（）【】“”"「」『』，。！？!?;；、…*_#|-][^:：<>\[\]()（）【】“”"「」『』，。！？!?;；、…*_\n|]{0,29}?`;
const HAN = String.raw`(?:[\p{Script=Han}·]{1,8}[\dA-Za-z]?|\p{Script=Han}[ \u3000]{1,4}\p{Script=Han})`;

const SPOKEN = new RegExp(
  String.raw`^${MARKS}(${CAPITALS})${MARKS}\s{0,4}(${DIRECTION})?\s{0,4}${MARKS}(?:[.:：]\s?—?|—)${MARKS}\s*(.*)$`,
  'u',
);
const ALONE = new RegExp(
  String.raw`^${MARKS}(?:@(\S.{0,38}?)|(${CAPITALS}))\s*(${DIRECTION}\s*){0,2}[.:：]?${MARKS}\s*\^?$`,
  'u',
);
/** Some have no name and no capitals: Nurse, First Servant. */
const SMALL_ALONE = new RegExp(String.raw`^(${SMALL})$`, 'u');
const NAMED = new RegExp(
  String.raw`^${MARKS}(${SMALL})${MARKS}\s{0,4}(${DIRECTION})?\s{0,4}\.${MARKS}\s+(\S.*)$`,
  'u',
);
const COLON = new RegExp(
  String.raw`^(?:[-*•]\s+)?[【[*_]{0,3}(${ANY})[】\]*_]{0,3}\s{0,4}(${DIRECTION})?\s{0,4}[*_]{0,3}[:：][*_]{0,3}\s*(.*)$`,
  'u',
);
const BLANK = new RegExp(
  String.raw`^[【[]?(${HAN})[】\]]?(?:\s{0,4}(${DIRECTION})\s*|[ \u3000]{1,8})(\S.*)$`,
  'u',
);
const CENTRED = new RegExp(String.raw`^[【[]?(${HAN})[】\]]?\s*(${DIRECTION})?$`, 'u');
/** What narration has before a colon, and what a line in capitals says that nobody is called. */
const NO_NAME =
  /^(?:mrs?|ms|dr|st|sir|lady|lord|miss|no|yes|oh|ah|well|etc)$|(?:道|说|說|曰|问|問|答|叫|喊|想|是|的|了|着|著|地)$|^(?:https?|note|ps|注|按|题|答|问|时间|時間|地点|地點|人物|布景|场景|場景|时|景|幕|幕启|幕落|字幕|出场人物|剧终|劇終|完|end|the end|fin|cut to|fade (?:in|out)|fade to black|dissolve to|title|continued|cont'd|time|place|setting|scene|characters|persons|cast|illustration|footnote|contents|chapter|act|author|copyright|by)$|\s(?:said|asked|replied|says)$|^(?:chapter|act|scene|book|part)\s|^(?:re-?enter|enter|exit|exeunt|dies|aside|curtain|chorus sings)(?:\s|$)/i;

export const LABEL_FORMS: readonly LabelForm[] = [
  {
    least: 2,
    share: 0.3,
    goesOn: false,
    of: (line, afterBlank, next) => {
      if (!afterBlank || next === '' || line.length > 80) return null;
      const [, forced, name] = ALONE.exec(line) ?? [];
      if (forced !== undefined) return { name: forced, words: '', sure: true };
      return name !== undefined ? sure(labelled(name, '', '', 2)) : labelled(SMALL_ALONE.exec(line)?.[1]);
    },
  },
  {
    least: 2,
    share: 0.4,
    goesOn: true,
    of: (line) => {
      const [, name, direction, words] = SPOKEN.exec(line) ?? [];
      return sure(labelled(name, direction, words, 2));
    },
  },
  {
    least: 2,
    share: 0.3,
    goesOn: false,
    lineEach: true,
    of: (line) => {
      const [, name, direction, words] = COLON.exec(line) ?? [];
      return labelled(name, direction, words);
    },
  },
  {
    least: 3,
    share: 0.5,
    goesOn: true,
    of: (line, afterBlank) => {
      const [, name, direction, words] = afterBlank ? (NAMED.exec(line) ?? []) : [];
      // names in capitals have a form of their own
      return /\p{Ll}/u.test(name ?? '') ? labelled(name, direction, words) : null;
    },
  },
  {
    least: 3,
    share: 0.45,
    goesOn: false,
    lineEach: true,
    of: (line) => {
      const [, name, direction, words] = BLANK.exec(line) ?? [];
      return labelled(name, direction, words);
    },
  },
  {
    least: 3,
    share: 0.3,
    goesOn: false,
    of: (line, _, next) => {
      const [, name, direction] = next !== '' && line.length <= 40 ? (CENTRED.exec(line) ?? []) : [];
      return labelled(name, direction, '');
    },
  },
];

function sure(label: Label | null): Label | null {
  return label && { ...label, sure: true };
}

/** @param capitals so many letters at least */
function labelled(name: string | undefined, direction = '', words = '', capitals = 0): Label | null {
  const plain = unspaced(name?.trim().replace(/[\s.]+$/, '') ?? '');
  if (plain === '' || NO_NAME.test(plain) || plain.split(/\s+/).length > 5) return null;
  if (capitals > 0 && (plain.match(/\p{Lu}/gu) ?? []).length < capitals) return null;
  // (V.O.) and (CONT'D) are the camera's, not the speaker's
  const said = /^[(（]\s*(?:v\.?\s?o|o\.?\s?s|o\.?\s?c|cont(?:'|’)?d|continued|off)\b/i.test(direction)
    ? ''
    : direction;
  return { name: plain, words: [said, words.trim()].filter(Boolean).join(' ') };
}
