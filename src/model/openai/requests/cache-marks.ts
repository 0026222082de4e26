import type { Prompt } from '../../model.js';

/** Models whose provider caches only what it is told to. */
export const TAKES_MARKS = /claude|^anthropic\//i;

const MARK = ',"cache_control":{"type":"ephemeral"}}';
const OPEN_PART = '[{"type":"text","text":"';
const TEXT_PART = Buffer.from(OPEN_PART.slice(1));
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The same messages with Anthropic's marks: what ends at one is read from the provider's cache at the next turn. One
 * stands after the prompt prefix, one after the last kept message; the tail behind it, which is new each turn, has none.
 * https://openrouter.ai/docs/guides/best-practices/prompt-caching
 *
 * @returns the parts as they are where the prompt does not say what is kept of it
 */
export function withCacheMarks({ messages, keptPrefix }: Prompt): readonly Uint8Array[] {
  if (!keptPrefix) return messages;
  const { prefixBytes, lastTextFrom, bytes } = keptPrefix;
  const prefix = cut(messages, 0, prefixBytes);
  const prefixFrom = firstTextFrom(prefix);
  const rest = Buffer.concat(cut(messages, bytes, Infinity));
  const close = closingQuote(rest);
  if (prefixFrom < 0 || close < 0) return messages;

  /** A message with pictures has parts already, of which the text is the last. */
  const hasParts =
    lastTextFrom > prefixBytes &&
    Buffer.concat(cut(messages, lastTextFrom - OPEN_PART.length + 1, lastTextFrom)).equals(TEXT_PART);
  /** The last kept text's mark, and what follows in the same message as a part of its own. */
  const more = rest.subarray(0, close);
  const ending = [
    Buffer.from(`"${MARK}${more.length ? ',{"type":"text","text":"' : ''}`),
    more,
    Buffer.from(more.length ? '"}]' : ']'),
    rest.subarray(close + (hasParts ? '"}]' : '"').length),
  ];
  const begun = [
    ...cut(messages, 0, prefixFrom - 1),
    Buffer.from(OPEN_PART),
    ...cut(messages, prefixFrom, prefixBytes),
  ];
  // Nothing but the prompt prefix is kept: its end is the last text's.
  if (lastTextFrom <= prefixBytes) return [...begun, ...cut(messages, prefixBytes, bytes), ...ending];
  return [
    ...begun,
    Buffer.from(`"${MARK}]`),
    ...(hasParts
      ? cut(messages, prefixBytes + 1, lastTextFrom)
      : [...cut(messages, prefixBytes + 1, lastTextFrom - 1), Buffer.from(OPEN_PART)]),
    ...cut(messages, lastTextFrom, bytes),
    ...ending,
  ];
}

/** The bytes from one place to another, without copying them. */
function cut(parts: readonly Uint8Array[], from: number, to: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = 0;
  for (const part of parts) {
    const begin = Math.max(0, from - at);
    const end = Math.min(part.byteLength, to - at);
    if (begin < end) found.push(part.subarray(begin, end));
    at += part.byteLength;
  }
  return found;
}

function firstTextFrom(parts: readonly Uint8Array[]): number {
  const beginning = '"content":"';
  const at = Buffer.from((parts[0] ?? new Uint8Array()).subarray(0, 200)).indexOf(beginning);
  return at < 0 ? -1 : at + beginning.length;
}

/** The first quotation mark that is none of the text's own. */
function closingQuote(json: Buffer): number {
  for (let at = json.indexOf(QUOTE); at >= 0; at = json.indexOf(QUOTE, at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}
