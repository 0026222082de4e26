/** What a regular expression costs, found before it is compiled: in one pass over it, whatever it says. */

export interface ExpressionCost {
  /** Instructions of its program at most, and what its classes hold: what it takes in memory, and for each character of a text. */
  size: number;
  /** That, and what is needed once to read and to build it: some two microseconds each. */
  build: number;
}

/** Of reading any expression, and of each of its characters. */
const READING = 10;
const PER_CHARACTER = 0.25;
/** Of each branch, which is compared with those beside it. */
const PER_BRANCH = 3;
/** So many ranges of a class take as much as an instruction. */
const RANGES = 16;
/** Ranges of a class of Unicode, and of any class at most; what it costs to put together. */
const UNICODE_RANGES = 800;
const MOST_RANGES = 1600;
const UNICODE_BUILD = 200;
/** So many characters of a range are looked up in all their cases for the cost of an instruction. */
const FOLDED = 30;
/** Outside of these no character has cases; between them lie scripts without. */
const FIRST_FOLDED = 0x41;
const LAST_FOLDED = 0x1e943;
const WITHOUT_CASES = [0x2e00, 0xa63f] as const;
/** More copies, and more of them all, than any engine takes. */
const MOST_COPIES = 10_000;
const MOST_SIZE = 1e9;

const CHARACTER = String.raw`\\x\{[0-9a-fA-F]*\}|\\x[^][^]|\\[0-7]{1,3}|\\[^]|[^]`;
const UNICODE = String.raw`\\[pP](?:\{[^}]*\}|[^])`;
const TOKEN = new RegExp(
  String.raw`\\Q([^]*?)(?:\\E|$)|(${UNICODE})|(\()(?:\?<[=!]|\?P?<[^>]*>|\?[a-zA-Z-]*:)?|\(\?[a-zA-Z-]*\)|\{(\d+)(?:,(\d*))?\}|${CHARACTER}`,
  'uy',
);
const ITEM = new RegExp(
  String.raw`\[:[^]*?:\]|\\[dDsSwW]|(${UNICODE})|(${CHARACTER})(?:-(?!\])(${CHARACTER}))?`,
  'uy',
);

/** What has been read of a group: all of it, and the last part, which a count may repeat. */
interface Group {
  size: number;
  last: number;
}

/**
 * @param source in the syntax of RE2
 * @param folds whether case does not count
 * @returns no less than what RE2 builds; what is not valid costs what stands before the fault at most
 */
export function expressionCost(source: string, folds: boolean): ExpressionCost {
  const folding = folds || /\(\?[a-zA-Z-]*i/.test(source);
  // A program that begins at the text's start is copied, classes and all, for each instruction.
  const copied = /\^|\\A/.test(source);
  const outer: Group[] = [];
  let group: Group = { size: 3, last: 0 };
  let classes = 0;
  let build = READING + PER_CHARACTER * source.length;

  const add = (size: number) => {
    group.size += size;
    group.last = size;
  };
  const addClass = (ranges: number) => {
    const held = Math.min(ranges, MOST_RANGES) / RANGES;
    classes += held;
    add(copied ? 1 + 2 * held : 1);
  };
  const repeat = (copies: number, mark: number) => {
    const whole = Math.min(MOST_SIZE, group.last * copies + copies + 1 + mark);
    group.size += whole - group.last;
    group.last = whole;
  };
  const close = () => {
    const inner = group.size + 2;
    group = outer.pop() ?? { size: 0, last: 0 };
    add(inner);
  };

  for (let at = 0; at < source.length;) {
    if (source[at] === '[') {
      const found = readClass(source, at, folding);
      build += found.build;
      addClass(found.ranges);
      at = found.end;
      continue;
    }
    TOKEN.lastIndex = at;
    const [token = source[at]!, quoted, unicode, opening, low, high] = TOKEN.exec(source) ?? [];
    at += token.length;
    if (quoted !== undefined) add(quoted.length);
    else if (unicode) {
      build += UNICODE_BUILD;
      addClass(UNICODE_RANGES);
    } else if (opening) {
      outer.push(group);
      group = { size: 1, last: 0 };
    } else if (low !== undefined)
      repeat(Math.min(MOST_COPIES, Math.max(1, Number(low), Number(high || 0))), token.length);
    else if (token === '*' || token === '+' || token === '?') repeat(1, 1);
    else if (token === ')') close();
    else if (token === '|') {
      build += PER_BRANCH;
      add(2);
    } else if (!token.startsWith('(?')) addClass(folding ? 4 : 1);
  }
  while (outer.length) close();
  const size = Math.ceil(group.size + classes);
  return { size, build: Math.ceil(build + size) };
}

/** A class that begins with the bracket at `at`. */
function readClass(
  source: string,
  at: number,
  folds: boolean,
): { end: number; ranges: number; build: number } {
  let ranges = 1;
  let build = 0;
  let end = at + (source[at + 1] === '^' ? 2 : 1);
  for (let first = true; end < source.length && (first || source[end] !== ']'); first = false) {
    ITEM.lastIndex = end;
    const [item = source[end]!, unicode, from, to] = ITEM.exec(source) ?? [];
    end += item.length;
    if (unicode) {
      ranges += UNICODE_RANGES;
      build += UNICODE_BUILD;
    } else if (from === undefined) {
      ranges += 10;
      build += 4;
    } else {
      const low = codeOf(from);
      const high = to === undefined ? low : codeOf(to);
      const folded = folds ? foldedIn(low, high) : 0;
      const caseless = low >= WITHOUT_CASES[0] && high <= WITHOUT_CASES[1];
      ranges += 1 + (caseless ? 0 : 3 * folded);
      build += 1 + folded / FOLDED;
    }
  }
  return { end: end + 1, ranges, build };
}

/** How many characters of a range are looked up one by one. */
function foldedIn(low: number, high: number): number {
  if (low <= FIRST_FOLDED && high >= LAST_FOLDED) return 0;
  return Math.max(0, Math.min(high, LAST_FOLDED) - Math.max(low, FIRST_FOLDED) + 1);
}

function codeOf(character: string): number {
  if (character[0] !== '\\') return character.codePointAt(0)!;
  const hex = /^\\x\{?([0-9a-fA-F]+)/.exec(character)?.[1];
  if (hex !== undefined) return parseInt(hex, 16);
  if (/^\\[0-7]/.test(character)) return parseInt(character.slice(1), 8);
  return (character.codePointAt(1) ?? character.codePointAt(0))!;
}
