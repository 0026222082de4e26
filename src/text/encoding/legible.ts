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

const PUNCTUATION = /[\u2010-\u2027\u3000-\u3011\uFF01\uFF08\uFF09\uFF0C\uFF0E\uFF1A\uFF1B\uFF1F]/;
const LATIN = /[A-Za-z\u00C0-\u024F]/;

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
 * Weighs the characters outside ASCII of a text that may have been decoded by the wrong table. A wrong table gives rare
 * Han, half-width katakana, and accented letters that stand in heaps; the right one, what sentences are made of.
 * @param kana whether they are expected: the tables of Chinese hold them, its texts do not
 */
export function legibility(text: string, kana = true): Legibility {
  let sum = 0;
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
    } else if (unit >= 0x4e00 && unit <= 0x9fff) sum += COMMON_HAN.has(text[at]!) ? 1 : -0.2;
    else if (unit >= 0x3040 && unit <= 0x30ff) sum += kana ? 0.8 : -0.4;
    else if (unit < 0x250) sum += accented(text, at);
    else if (PUNCTUATION.test(text[at]!)) sum += 0.8;
    else if (unit >= 0xac00 && unit <= 0xd7a3) sum += 0.3;
    else if ((unit >= 0x370 && unit < 0x700) || (unit >= 0xe00 && unit < 0xe80)) sum += 0.1;
    else sum -= 0.6;
  }
  return { mean: telling ? sum / telling : 0, telling, bad: text ? bad / text.length : 0 };
}

/** An accented letter belongs among letters; guillemets and dashes anywhere; other signs hardly. */
function accented(text: string, at: number): number {
  const char = text[at]!;
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? ' ';
  if ('«» ¡¿·'.includes(char)) return 0.5;
  if (!LATIN.test(char)) return -0.8;
  if (/[\u0080-\u024F]/.test(before) || /[\u0080-\u024F]/.test(after)) return -0.4;
  return /[A-Za-z]/.test(before + after) ? 0.8 : -0.4;
}

/** Below a space: all but tab, line ends, vertical tab, form feed and the escape of ISO-2022. */
const IS_CONTROL = Array.from({ length: 0x20 }, (_, unit) => unit < 0x09 || (unit > 0x0d && unit !== 0x1b));

/** Whether a UTF-16 unit, or a byte of a text that is not UTF-16, is a control character that no text has. */
export function isControl(unit: number): boolean {
  return unit === 0x7f || (unit < 0x20 && IS_CONTROL[unit]!);
}
