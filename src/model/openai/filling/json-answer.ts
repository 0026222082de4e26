import { jsonrepair } from 'jsonrepair';
import { withoutThinking } from '../replies/thinking.js';

/** In characters: mending takes quadratic time on text made for that, a good half second at this length. */
const LONGEST_REPAIR = 64_000;

/**
 * The JSON object in a model's answer, whatever stands around it (thinking, a fence, a word before or after) and
 * however nearly it is JSON.
 * @returns undefined where there is none
 */
export function jsonIn(answer: string): unknown {
  const text = halfWidth(withoutThinking(answer));
  const start = text.indexOf('{');
  if (start < 0) return undefined;
  const end = text.lastIndexOf('}') + 1;
  // Prose after the end is cut off; what looks like more JSON was not finished.
  const unfinished = end <= start || /["[{:]/.test(text.slice(end));
  const json = unfinished ? text.slice(start) : text.slice(start, end);
  return (
    attempt(() => JSON.parse(json)) ??
    (json.length <= LONGEST_REPAIR ? attempt(() => JSON.parse(jsonrepair(json))) : undefined)
  );
}

function attempt(parse: () => unknown): unknown {
  try {
    const value = parse();
    return typeof value === 'object' ? (value ?? undefined) : undefined;
  } catch {
    return undefined;
  }
}

const ASCII: Record<string, string> = { '｛': '{', '｝': '}', '［': '[', '］': ']', '：': ':', '，': ',' };
const CLOSING: Record<string, string> = { '"': '"', '“': '”', '”': '”', '＂': '＂' };

/** JSON written with full-width marks, as Chinese models do at times, in the marks of JSON; strings stay as they are. */
function halfWidth(text: string): string {
  const wide = text.indexOf('｛');
  const narrow = text.indexOf('{');
  if (wide < 0 || (narrow >= 0 && narrow < wide)) return text;
  let out = '';
  let closing = '';
  for (let i = wide; i < text.length; i++) {
    const char = text[i]!;
    if (closing) {
      if (char === '\\') out += char + (text[++i] ?? '');
      else if (char === closing) {
        out += '"';
        closing = '';
      } else out += char === '"' ? '\\"' : char;
    } else if (CLOSING[char]) {
      out += '"';
      closing = CLOSING[char];
    } else out += ASCII[char] ?? char;
  }
  return out;
}
