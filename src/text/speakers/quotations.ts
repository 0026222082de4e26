import { dashedSpeech } from './en/lines/dashed-speech.js';
import { letterPassages } from './en/lines/letters.js';
import { closesLater, endBeforeTag } from './en/lines/missing-marks.js';
import { isReported } from './en/lines/reported-speech.js';
import type { Passage, Quotation } from '../types.js';
import { unmarkedSpeech } from './zh/unmarked-speech.js';

const HAN = /\p{Script=Han}/u;
const OPENS = '“„‟〝«「『‘';
/** A mark after one of these begins what is said; a word in marks in mid-sentence is only pointed at. */
const LEADS_IN = /[\s：:，,。．.!?！？；;—–…~～)）\]”’」』"-]/;
const SAID =
  'sa(?:id|ys?|ying)|cri(?:ed|es)|crying|ask(?:s|ed|ing)?|repl(?:y|ied|ying)|answer(?:ed|ing)?|exclaim(?:ed|ing)?|whisper(?:ed|ing)?|shout(?:ed|ing)?|call(?:ed|ing) out|murmur(?:ed|ing)?|mutter(?:ed|ing)?|add(?:ed|ing)?|repeat(?:ed|ing)?|remark(?:ed|ing)?|observ(?:ed|ing)|began|begin|thought|think|continued|return(?:ed|ing)?';
const SAID_BEFORE = new RegExp(`\\b(?:${SAID})(?:\\s+[^\\s.,;:!?"“”]+){0,4}\\s+$`);
const SAID_AFTER = new RegExp(`^["”’']?\\s*(?:(?:he|she|I|they|[A-Z][a-z]+)\\s+)?(?:${SAID})\\b`);
/** Not a title or a name: it exclaims, or has words of its own. */
const SENTENCE = /^[_(]*\p{Lu}(?:.*[!?]$|.*\s(?!(?:of|the|and|a|an|in|on|to|for|at|with)\s)\p{Ll})/su;
const ENDS_SPEECH = /[.,!?;:—–…。．，、！？；：~～·*)）\]-]/;

/** How a text marks what is said, where there is a choice. */
interface Style {
  /** ‘ ’ or ' ' are quotations rather than quotations in quotations. */
  single: boolean;
  /** 『 』 are. */
  hollow: boolean;
}

/**
 * What is said aloud in each passage, in order, speakers unknown. A speech that goes on through several paragraphs is
 * one quotation in each. Quotations in quotations, apostrophes, and words in marks that nobody says are none.
 */
export function findQuotations(written: string, passages: readonly Passage[]): Quotation[] {
  const text = withMarks(written);
  const unmarked = unmarkedSpeech(text, passages);
  if (unmarked.length > 0) return unmarked;
  const dashed = dashedSpeech(text, passages);
  if (dashed.length > 0) return dashed;
  const style = styleOf(text);
  const found: Quotation[] = [];
  const letters = letterPassages(text, passages);
  const add = (passage: Passage, { start, end, closed }: Span) => {
    const speech = text.slice(start + 1, closed ? end - 1 : end).trim();
    const reported =
      !HAN.test(speech) && isReported(speech, text.slice(passage.start, start), text.slice(end, passage.end));
    if (!reported && isSpeech(text, start, passage.start, speech)) {
      found.push({ start, end, passage: passage.n, text: speech, speaker: null });
    }
  };
  let goneOn = { passage: -1, end: -1, verse: false };
  passages.forEach((passage, i) => {
    if (letters.has(passage.n) || i < goneOn.passage) return;
    const whole = { ...passage, start: i === goneOn.passage ? goneOn.end : passage.start };
    if (whole.start > passage.start) {
      const speech = text.slice(passage.start, whole.start - 1).trim();
      if (speech && !goneOn.verse)
        found.push({
          start: passage.start,
          end: whole.start,
          passage: passage.n,
          text: speech,
          speaker: null,
        });
    }
    const next = passages[i + 1];
    const goesOn = (open: number) => {
      if (next !== undefined && text[next.start] === text[open]) return true;
      if (style.single) return false;
      const speech = text.slice(open, passage.end);
      const later = HAN.test(speech) ? null : closesLater(text, passages, i, text[open]!);
      if (!later) return open === passage.start || /[：:]/.test(text[open - 1]!);
      goneOn = { ...later, verse: isVerse(speech) };
      return !goneOn.verse;
    };
    const spans = style.single ? singles(text, whole, goesOn) : doubles(text, whole, style, goesOn);
    for (const span of spans) add(whole, span);
  });
  if (text === written) return found;
  // Marks of two signs are taken in whole.
  return found.map((line) => ({
    ...line,
    start: written.startsWith('``', line.start - 1) ? line.start - 1 : line.start,
    end: written.startsWith("''", line.end - 1) ? line.end + 1 : line.end,
  }));
}

/** Lines of a poem, of which a sentence goes on into the next. */
function isVerse(speech: string): boolean {
  return /[^.?!:…"”]$/.test(speech) && speech.split('\n').every((line) => line.trim().length < 60);
}

/** Marks of old typesetting, ``so'' and `so', as marks of the same length. */
function withMarks(text: string): string {
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  if (!text.includes('`')) return text;
  const twice = count(/``(?=[^\s`])/g);
  const once = count(/(?<![`\p{L}\d])`(?=[^\s`])/gu);
  if (twice > 1 && twice * 2 >= once) return text.replace(/``/g, ' “').replace(/''/g, '” ');
  return once > 1 && once > count(/[“"]/g) ? text.replace(/`/g, '‘') : text;
}

function styleOf(text: string): Style {
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  const double = count(/[“「〝]/g) + count(/["＂«]/g) / 2;
  const corner = count(/[“「]/g);
  // An apostrophe has a letter before it.
  const single = count(/(?<![\p{L}\d])[‘'](?=[\p{Lu}\p{Script=Han}])/gu);
  return { single: single > 2 * double, hollow: count(/『/g) > 2 * corner };
}

interface Span {
  start: number;
  end: number;
  closed: boolean;
}

const DOUBLE_MARKS = /[“”"„‟＂«»「」『』〝〞]/g;

function doubles(text: string, passage: Passage, style: Style, goesOn: (open: number) => boolean): Span[] {
  const spans: Span[] = [];
  let open = -1;
  for (const match of text.slice(passage.start, passage.end).matchAll(DOUBLE_MARKS)) {
    const at = passage.start + match.index;
    const before = at > passage.start ? text[at - 1]! : '\n';
    if (open < 0) {
      if (opens(match[0], before, text[at + 1] ?? '\n', style)) open = at;
    } else if (closes(match[0], text[open]!, before)) {
      spans.push({ start: open, end: at + 1, closed: true });
      open = -1;
    } else if (match[0] === text[open]! && '“「〝'.includes(match[0]) && /[：:，,\s]/.test(before)) {
      open = at; // the one before was never closed
    }
  }
  if (open < 0) return spans;
  const tagged = endBeforeTag(text.slice(open + 1, passage.end));
  if (tagged > 0) spans.push({ start: open, end: open + 1 + tagged, closed: false });
  else if (goesOn(open)) spans.push({ start: open, end: passage.end, closed: false });
  return spans;
}

function opens(mark: string, before: string, after: string, style: Style): boolean {
  if (mark === '『') return style.hollow;
  if (mark === '"') return !(/[\p{L}\d.,!?]/u.test(before) && /[\s.,;:)]/.test(after));
  if (mark === '”') return /[：:\n]/.test(before) && /\S/.test(after); // a slip of the type
  return OPENS.includes(mark) || mark === '＂';
}

function closes(mark: string, open: string, before: string): boolean {
  if (open === '「') return mark === '」';
  if (open === '『') return mark === '』';
  if (open === '«') return mark === '»';
  if (mark === '“') return /[。．！？…，,.!?—]/.test(before); // a slip of the type
  return mark === '”' || mark === '"' || mark === '＂' || mark === '〞';
}

const SINGLE_MARKS = /[‘’']/g;
const ELISION = /^(?:tis|twas|twere|twill|em|cause|bout|til|till|ere|im|e)\b/i;

/** A closing mark looks like an apostrophe: the sure one stands after a stop, the other only where no sure one comes. */
function singles(text: string, passage: Passage, goesOn: (open: number) => boolean): Span[] {
  const spans: Span[] = [];
  let open = -1;
  let unsure = -1;
  const close = (at: number) => {
    spans.push({ start: open, end: at + 1, closed: true });
    open = unsure = -1;
  };
  for (const match of text.slice(passage.start, passage.end).matchAll(SINGLE_MARKS)) {
    const at = passage.start + match.index;
    const before = at > passage.start ? text[at - 1]! : '\n';
    const after = at + 1 < passage.end ? text[at + 1]! : '\n';
    const opening =
      match[0] !== '’' &&
      /\S/.test(after) &&
      !/[\p{L}\d]/u.test(before) &&
      !ELISION.test(text.slice(at + 1, at + 8));
    if (open >= 0 && match[0] !== '‘' && !/[\p{L}\d]/u.test(after)) {
      if (ENDS_SPEECH.test(before)) close(at);
      else if (unsure < 0) unsure = at;
    } else if (opening && open >= 0 && unsure >= 0) {
      close(unsure);
      open = at;
    } else if (opening && open < 0) open = at;
  }
  if (open >= 0 && unsure >= 0) close(unsure);
  else if (open >= 0 && goesOn(open)) spans.push({ start: open, end: passage.end, closed: false });
  return spans;
}

/** Whether what stands in marks is said, rather than a word that the sentence around it points at. */
function isSpeech(text: string, start: number, from: number, speech: string): boolean {
  if (speech === '') return false;
  if (start === from) return true;
  let before = start - 1;
  while (before > from && /\s/.test(text[before]!)) before--;
  // In the middle of an English sentence: `at the “Crown,”`, unless a word of saying leads in or follows.
  if (/\p{Script=Latin}/u.test(text[before]!)) {
    return (
      ENDS_SPEECH.test(speech.at(-1)!) &&
      (SENTENCE.test(speech) ||
        SAID_BEFORE.test(text.slice(Math.max(from, start - 60), start)) ||
        SAID_AFTER.test(text.slice(start + speech.length + 1, start + speech.length + 40)))
    );
  }
  return (
    ENDS_SPEECH.test(speech.at(-1)!) ||
    LEADS_IN.test(text[start - 1]!) ||
    LEADS_IN.test(text[before]!) ||
    // 、「かしこまりました」と言い: what is said needs no stop in Japanese; and 美咲「手紙だ」.
    (/[、，]/.test(text[before]!) &&
      QUOTED_JA.test(text.slice(start + speech.length + 1, start + speech.length + 12))) ||
    (text[start] === '「' &&
      NAMED_JA.test(text.slice(from, start)) &&
      /^」(?:\s|$)/.test(text.slice(start + speech.length + 1)))
  );
}

const QUOTED_JA = /^[」』]と[、\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Nothing but a name of a few characters. */
const NAMED_JA = /^[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー・々]{1,8}$/u;
