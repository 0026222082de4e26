import { isUtf8 } from 'node:buffer';
import { legibility } from './legible.js';

/** In characters outside ASCII, of either kind: fewer may be damage, or luck. */
const LEAST = 20;
/** How much better the lines that are no UTF-8 read in the other encoding. */
const BETTER = 0.3;
const NEWLINE = 0x0a;

interface Run {
  from: number;
  to: number;
  isUtf8: boolean;
}

/**
 * Two texts in one file, one in UTF-8 and one in an older encoding, each read as it is; null where it is no such splice.
 * Lines are looked at one by one: no byte of a character is a line's end in any of them.
 * @param guess the encoding of some bytes that are not UTF-8, or null
 */
export function decodeSplice(bytes: Uint8Array, guess: (part: Uint8Array) => string | null): string | null {
  const runs = runsOf(bytes);
  if (!runs.some((run) => run.isUtf8) || !runs.some((run) => !run.isUtf8)) return null;
  const part = (utf8: boolean) =>
    Buffer.concat(runs.filter((run) => run.isUtf8 === utf8).map(({ from, to }) => bytes.subarray(from, to)));
  const [inUtf8, others] = [part(true), part(false)];
  const encoding = guess(others);
  if (encoding === null) return null;
  const mean = (some: Uint8Array, name: string) => {
    const text = new TextDecoder(name).decode(some);
    const { mean: value, telling } = legibility(text, name);
    return telling < LEAST ? -1 : value;
  };
  const isSplice =
    mean(inUtf8, 'utf-8') > mean(inUtf8, encoding) + BETTER &&
    mean(others, encoding) > mean(others, 'utf-8') + BETTER;
  if (!isSplice) return null;
  const [utf8, other] = [new TextDecoder('utf-8'), new TextDecoder(encoding)];
  return runs.map((run) => (run.isUtf8 ? utf8 : other).decode(bytes.subarray(run.from, run.to))).join('');
}

/** Lines of one kind together; those of ASCII alone go with the lines before. */
function runsOf(bytes: Uint8Array): Run[] {
  const runs: Run[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, from);
    const to = newline < 0 ? bytes.length : newline + 1;
    const line = bytes.subarray(from, to);
    const last = runs.at(-1);
    const isOne = isUtf8(line);
    if (last && (last.isUtf8 === isOne || (isOne && isAscii(line)))) last.to = to;
    else runs.push({ from, to, isUtf8: isOne });
    from = to;
  }
  return runs;
}

function isAscii(line: Uint8Array): boolean {
  return line.every((byte) => byte < 0x80);
}
