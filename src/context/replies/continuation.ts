/** So much of the end of a text is compared with what goes on, in UTF-16 units. */
const LONGEST_OVERLAP = 200;
/** A word or so may come again by chance; a character of a script without blanks counts double. */
const LEAST_OVERLAP = 8;

/** Units on either side in which the script is looked for. */
const NEAR = 20;

/** A word that the text breaks off after, with what opens before it. */
const LAST_WORD = /^\s*[*_"“‘«「『(（]{0,2}(?:\p{Script=Han}{2,3}|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*)\s*$/u;
/** Words that a sentence may well have twice in a row, but not at its beginning. */
const TWICE_IN_GRAMMAR = new Set('had that is was do in on her you it to for one who there'.split(' '));
/** Words that are doubled for weight, or as sounds. */
const DOUBLED = new Set(
  (
    'very so much really no yes oh ah ha haha hey hi bye now well never ever far long many more too please wait stop ' +
    'go come look run here quick quickly slow slowly soft softly hush shush knock tick tock drip tap click up down ' +
    'round out over again closer deeper harder faster higher okay ok yeah nope mm mmm hmm uh um er'
  ).split(' '),
);
/** What a doubled word of Chinese goes on with, as in 休息休息吧, 一步一步地. */
const AFTER_DOUBLED = /[地吧再就啊呀呢嘛了，。！？、…\s]/;

const LETTER = /[\p{L}\p{M}\p{N}]/u;
/** Scripts that are written without blanks. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\u3000-\u303F\uFF00-\uFFEF]/u;
const ENDS_A_WORD = /[\p{L}\p{M}\p{N}.,;:!?…*_"”’»)\]~%]/u;
const BEGINS_A_WORD = /[\p{L}\p{N}*_"“‘«([]/u;

/**
 * Joins what goes on with a text to it, as it streams: what a model repeats of the end is left out, and where it leaves
 * out the blank between two words, it is put there.
 */
export class Continuation {
  private held = '';
  private joined = false;

  /** @param base the text that there is */
  constructor(private readonly base: string) {}

  /** Takes what has come. @returns what is now known to follow the text */
  push(text: string): string {
    if (this.joined || this.base === '') return text;
    this.held += text;
    // The script is not known yet, or what comes may still turn out to be the end of the text once more.
    const unknown = this.held.length < NEAR && !LETTER.test(this.held);
    return unknown || mayRepeat(this.base, this.held) ? '' : this.join();
  }

  /** Nothing more comes. @returns what was held back */
  end(): string {
    return this.joined ? '' : this.join();
  }

  private join(): string {
    this.joined = true;
    return whatFollows(this.base, this.held);
  }
}

/** What of a continuation follows a text, with the blank that belongs between. */
export function whatFollows(base: string, text: string): string {
  const overlap = overlapOf(base, text);
  const rest = text.slice(overlap);
  if (overlap > 0 || base === '' || rest === '' || /^\s/.test(rest) || /\s$/.test(base)) return rest;
  return needsBlank(base, rest) ? ` ${rest}` : rest;
}

function needsBlank(base: string, rest: string): boolean {
  const [last, next] = [[...base.slice(-2)].at(-1)!, [...rest.slice(0, 2)][0]!];
  // Marks stand between blanks or not as the words beside them do.
  const beside = [
    [...base.slice(-NEAR)].findLast((one) => LETTER.test(one)),
    [...rest.slice(0, NEAR)].find((one) => LETTER.test(one)),
  ];
  if ([last, next, ...beside].some((one) => one !== undefined && UNSPACED.test(one))) return false;
  if (!ENDS_A_WORD.test(last) || !BEGINS_A_WORD.test(next)) return false;
  // A mark that closes what was opened belongs to the word before it; one that opens belongs to the next.
  if (isOpen(base, last) || (/[*_"]/.test(next) && isOpen(base, next) && !LETTER.test(rest[1] ?? '')))
    return false;
  return true;
}

/** Whether a mark that is the same at both ends stands open in the last line of a text. */
function isOpen(text: string, mark: string): boolean {
  if (!/[*_"]/.test(mark)) return false;
  const line = text.slice(text.lastIndexOf('\n') + 1);
  return line.split(mark).length % 2 === 0;
}

/** How much of a text's beginning repeats the end of another: whole words, and more than comes by chance. */
function overlapOf(base: string, text: string): number {
  const most = Math.min(LONGEST_OVERLAP, base.length, text.length);
  for (let length = most; length > 0; length--) {
    const start = text.slice(0, length);
    if (!base.endsWith(start)) continue;
    if (weightOf(start) < LEAST_OVERLAP && !isWordTwice(base, start, text[length])) continue;
    const [before, next] = [base[base.length - length - 1], text[length]];
    const cutsWord =
      (before !== undefined && LETTER.test(before) && !UNSPACED.test(before) && LETTER.test(text[0]!)) ||
      (next !== undefined && LETTER.test(next) && !UNSPACED.test(next) && LETTER.test(text[length - 1]!));
    if (!cutsWord) return length;
  }
  return 0;
}

/** Whether one word stands twice by mistake: the last of a text that breaks off, and the first of what goes on. */
function isWordTwice(base: string, start: string, next = ''): boolean {
  if (!LAST_WORD.test(start)) return false;
  const before = base.slice(0, base.length - start.length);
  if (/[-'’]$/.test(before)) return false;
  const written = start.replace(/[^\p{L}\p{M}'’-]/gu, '');
  const word = written.toLowerCase();
  const isHan = /\p{Script=Han}/u.test(word);
  const earlier = before.trimEnd().toLowerCase();
  // Who says it more than once already goes on doing so.
  const again =
    earlier.endsWith(word) && (isHan || !LETTER.test(earlier.charAt(earlier.length - word.length - 1)));
  if (TWICE_IN_GRAMMAR.has(written) || DOUBLED.has(word) || again) return false;
  if (!isHan) return true;
  return word.length > 1 && new Set(word).size > 1 && !word.startsWith('一') && !AFTER_DOUBLED.test(next);
}

function weightOf(text: string): number {
  return Array.from(text).reduce((sum, one) => sum + (UNSPACED.test(one) ? 2 : 1), 0);
}

/** Whether a text is, so far, a stretch of the end of another. */
function mayRepeat(base: string, text: string): boolean {
  return text.length <= LONGEST_OVERLAP && base.slice(-LONGEST_OVERLAP).includes(text);
}
