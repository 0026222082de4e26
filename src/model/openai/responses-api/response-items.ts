/** What `/responses` calls otherwise than `/chat/completions`. */
interface Renamed {
  from: Buffer;
  to: Buffer;
  /** Bytes that are left to be looked at again: what stands there may begin the next one. */
  keeps: number;
}

const renamed = (from: string, to: string, keeps = 0): Renamed => ({
  from: Buffer.from(from),
  to: Buffer.from(to),
  keeps,
});

/** A quotation mark within a text is escaped, so that these bytes stand nowhere else. */
const RENAMED: readonly Renamed[] = [
  renamed('{"role":"', '{"type":"message","role":"'),
  renamed('{"type":"image_url","image_url":{"url":"', '{"type":"input_image","image_url":"'),
  // The end of a picture's address, which is no object there.
  renamed('"}},{"type":"', '"},{"type":"', '{"type":"'.length),
  renamed('{"type":"text","text":"', '{"type":"input_text","text":"'),
];
const LONGEST = Math.max(...RENAMED.map(({ from }) => from.length));

/**
 * Messages as the items of a response's input: the same bytes, each with its type, which OpenAI may do without and
 * others, such as llama.cpp, may not; pictures by their names there.
 */
export function asItems(messages: readonly Uint8Array[]): Uint8Array[] {
  const items: Uint8Array[] = [];
  /** The end of a part that may be how one of them begins. */
  let rest: Uint8Array = Buffer.alloc(0);
  for (const part of messages) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : asBuffer(part);
    const places = RENAMED.map(({ from }) => bytes.indexOf(from));
    let done = 0;
    for (;;) {
      const next = nearest(places);
      if (next < 0) break;
      const { from, to, keeps } = RENAMED[next]!;
      items.push(bytes.subarray(done, places[next]), to.subarray(0, to.length - keeps));
      done = places[next]! + from.length - keeps;
      for (const [n, at] of places.entries())
        if (at >= 0 && at < done) places[n] = bytes.indexOf(RENAMED[n]!.from, done);
    }
    const end = bytes.length - begunAtEnd(bytes.subarray(done));
    items.push(bytes.subarray(done, end));
    rest = bytes.subarray(end);
  }
  items.push(rest);
  return items.filter(({ length }) => length > 0);
}

/** Which of some places comes first; below 0: there is none. */
function nearest(places: readonly number[]): number {
  let next = -1;
  for (const [n, at] of places.entries()) if (at >= 0 && (next < 0 || at < places[next]!)) next = n;
  return next;
}

/** How many bytes at the end may be how one of them begins. */
function begunAtEnd(bytes: Buffer): number {
  for (let count = Math.min(LONGEST - 1, bytes.length); count > 0; count--) {
    const end = bytes.subarray(-count);
    if (RENAMED.some(({ from }) => count < from.length && end.equals(from.subarray(0, count)))) return count;
  }
  return 0;
}

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
