/** Characters that Chinese and Japanese sentences are made of, whichever their subject; written together, both scripts. */
const COMMON_HAN = new Set(
  '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多' +
    '经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全' +
    '三又关点正业外将两高间由问很最重并物手应战向头文体美相见被利什二等产或新己制身果加西月话合回特代内信表化老给世位次度门任常先海' +
    '通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何安少报才结反受目太量再感做接必件便空眼书非则听' +
    '白却光放像难且思王完色路记住告求边死望觉师清今让带笑曰乃吾汝矣乎亦故遂吃叫忙命请火雪夜风声' +
    '這個們來為國說時會對種經過發後裡學現當沒動還進樣開從實軍無與長機關點業將兩間問應戰頭體見產話門兒東聲員論處義幾條氣題爾變總報' +
    '結務場計許決馬書則聽達難權設記張該規覺術領師觀讓識帶導爭運筆於麼著裏卻請風言気',
);

/** Syllables that Korean sentences are made of. */
const COMMON_HANGUL = new Set(
  '가각간감강개거것게겠결경계고공과관구국군그글금기길김까께끼나난날남내너네년노는늘니님다단달당대더데도동돼된될두드든들등디따때떻라란람랑래러런럼레려력로록료루르른를름리린림마만많말맞매머먹면명모목못몸무문물미민바박반받발밤방배버번법별보복본봐부분불비빛빠사산살상새생서석선설성세소속손수숨스습시식신실심싶싸써아악안않알았앞애야약양어언얼없었에여역연였영예오온올와왔왜요용우운울원위유은을음응의이인일임입있자작잔장재저적전점정제져조좀좋주준줄중즈지직진질집짓차찮찾책처천첫청체초추출치친카커코크키타탐터테토트티파판편포표프피하학한할함합항해했행향허현호혼화확환회후히힘' +
    '염월흑왕황검궁귀룡률릎릴멋멜뭐벨벽봄붉빌뻐뿐삶색숨숲싫쌍쓰쓸엘엄옛옥완욕움융읽잃잊잎잡젊졌죽쪽참창척철촌총춤충층칠칼컴켜콜큰킬탈택털톤통투팔패펴평폭품풍핀핏핵험혈협형흐흔흘희친',
);

const PUNCTUATION = /[\u2010-\u2027\u3000-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F]/;
const LATIN = /[A-Za-z\u00C0-\u024F]/;

/** What a text of Han without kana loses. EUC-JP is rare, and its bytes are those of GB18030 and EUC-KR. */
const KANALESS: Readonly<Record<string, number>> = { 'euc-jp': 0.5, shift_jis: 0.1 };

/** How much a decoded text looks like one that people wrote. */
export interface Legibility {
  /** From about -1 (noise) through 0 to 1: the mean over all characters outside ASCII, 0 when there are none. */
  mean: number;
  /** How many characters outside ASCII there are: a mean of few is luck. */
  telling: number;
  /** The share of characters that no text has: replacements, controls, private ones. */
  bad: number;
}

/**
 * The rows in which the tables of the East hold what is common, by the first byte: all else is rare. Names are made of
 * such characters, too.
 */
const COMMON_ROWS: Readonly<Record<string, readonly [from: number, to: number]>> = {
  gb18030: [0xb0, 0xd7],
  big5: [0xa4, 0xc6],
  shift_jis: [0x88, 0x97],
  'euc-jp': [0xb0, 0xcf],
};
const rows = new Map<string, ReadonlySet<string>>();

/** The Han that an encoding holds among the common ones; undefined where its table is in no such order. */
function commonIn(encoding: string): ReadonlySet<string> | undefined {
  const [from, to] = COMMON_ROWS[encoding] ?? [1, 0];
  if (from > to) return undefined;
  let common = rows.get(encoding);
  if (!common) {
    const least = encoding === 'gb18030' || encoding === 'euc-jp' ? 0xa1 : 0x40;
    const bytes: number[] = [];
    for (let lead = from; lead <= to; lead++)
      for (let trail = least; trail <= 0xfe; trail++) bytes.push(lead, trail, 0x20);
    const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
    rows.set(encoding, (common = new Set(text.match(/[\u4E00-\u9FFF]/g))));
  }
  return common;
}

/** A Cyrillic word as people write it: a wrong table mixes small letters with capitals and signs. */
const CYRILLIC = /[\u0400-\u045F]+/g;
const CYRILLIC_WORD = /^(?:[А-ЯЁІЇЄҐ]?[а-яёіїєґ]+|[А-ЯЁІЇЄҐ]+)$/;
const CYRILLIC_VOWEL = /[аеёиоуыэюяіїє]/i;
/** Words of one letter. */
const CYRILLIC_LETTER = /^[авиікосуя]$/i;

function cyrillic(word: string): number {
  if (word.length === 1) return CYRILLIC_LETTER.test(word) ? 0.4 : -0.6;
  return CYRILLIC_WORD.test(word) && CYRILLIC_VOWEL.test(word) ? 0.8 : -0.6;
}

/**
 * Weighs the characters outside ASCII of a text that may have been decoded by the wrong table. A wrong table gives rare
 * Han, half-width katakana, and accented letters that stand in heaps; the right one, what sentences are made of.
 * @param encoding that it was decoded from
 */
export function legibility(text: string, encoding = ''): Legibility {
  // The tables of Chinese hold kana, its texts do not.
  const kana = encoding !== 'gb18030' && encoding !== 'big5';
  const common = commonIn(encoding);
  const han = (char: string) => (COMMON_HAN.has(char) ? 1 : common?.has(char) ? 0.25 : -0.2);
  let sum = 0;
  for (const [word] of text.matchAll(CYRILLIC)) sum += word.length * cyrillic(word);
  let telling = 0;
  let bad = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) {
      if (unit === 0x0b || unit === 0x0c) sum -= 0.5; // rare in a text, common in what is none
      if (!isControl(unit)) continue;
      bad++;
      telling++;
      sum -= 2;
      continue;
    }
    telling++;
    if (unit === 0xfffd || (unit >= 0xe000 && unit <= 0xf8ff) || unit < 0xa0) {
      bad++;
      sum -= 2;
    } else if (unit >= 0x4e00 && unit <= 0x9fff) sum += han(text[at]!);
    else if (unit >= 0x3040 && unit <= 0x30ff) sum += kana ? 0.8 : -0.4;
    else if (unit < 0x250) sum += accented(text, at);
    else if (PUNCTUATION.test(text[at]!)) sum += 0.8;
    else if (unit >= 0xac00 && unit <= 0xd7a3) sum += COMMON_HANGUL.has(text[at]!) ? 0.9 : -0.5;
    else if (unit >= 0x400 && unit < 0x460)
      continue; // weighed by the word
    else if ((unit >= 0x370 && unit < 0x700) || (unit >= 0xe00 && unit < 0xe80)) sum += 0.1;
    else sum -= 0.6;
  }
  // Who writes Japanese without kana writes a name or two.
  if (/[\u4E00-\u9FFF]/.test(text) && !/[\u3041-\u30FF\uFF66-\uFF9F]/.test(text))
    sum -= telling * (KANALESS[encoding] ?? 0);
  return { mean: telling ? sum / telling : 0, telling, bad: text ? bad / text.length : 0 };
}

/** An accented letter belongs among letters; guillemets and dashes anywhere; other signs hardly. */
function accented(text: string, at: number): number {
  const char = text[at]!;
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? ' ';
  if ('¡¿'.includes(char)) return LATIN.test(after) ? 0.5 : -0.8;
  if ('«» ·'.includes(char)) return 0.5;
  if (char === 'ƒ' || !LATIN.test(char)) return -0.8;
  if (/[\u0080-\u024F]/.test(before) || /[\u0080-\u024F]/.test(after)) return -0.4;
  if (/[\u2010-\u203A]/.test(before) && /[^A-Za-z]/.test(after)) return -1;
  return /[A-Za-z]/.test(before + after) ? 0.8 : -0.4;
}

/** Below a space: all but tab, line ends, vertical tab, form feed and the escape of ISO-2022. */
const IS_CONTROL = Array.from({ length: 0x20 }, (_, unit) => unit < 0x09 || (unit > 0x0d && unit !== 0x1b));

/** Whether a UTF-16 unit, or a byte of a text that is not UTF-16, is a control character that no text has. */
export function isControl(unit: number): boolean {
  return unit === 0x7f || (unit < 0x20 && IS_CONTROL[unit]!);
}

/** The share of bytes, in places all over a long file, that are control characters. */
export function controlShare(bytes: Uint8Array): number {
  const places = 64;
  const length = 1024;
  let controls = 0;
  for (let place = 0; place < places; place++) {
    const from = Math.floor(((bytes.length - length) * place) / (places - 1));
    for (let at = from; at < from + length; at++) if (isControl(bytes[at]!)) controls++;
  }
  return controls / (places * length);
}
