/** A quotation mark within a text is escaped, so that these bytes stand nowhere else. */
const BEGINS = Buffer.from('{"role":"');
const TYPED = Buffer.from('{"type":"message",');

/**
 * Messages as the items of a response's input: the same bytes, each with its type, which OpenAI may do without and
 * others, such as llama.cpp, may not.
 */
export function asItems(messages: readonly Uint8Array[]): Uint8Array[] {
  const items: Uint8Array[] = [];
  /** The end of a part that may be how a message begins. */
  let rest: Uint8Array = Buffer.alloc(0);
  for (const part of messages) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, part]) : asBuffer(part);
    let from = 0;
    for (let at = bytes.indexOf(BEGINS); at >= 0; at = bytes.indexOf(BEGINS, from)) {
      items.push(bytes.subarray(from, at), TYPED);
      from = at + 1;
    }
    const end = bytes.length - begunAtEnd(bytes.subarray(from));
    items.push(bytes.subarray(from, end));
    rest = bytes.subarray(end);
  }
  items.push(rest);
  return items.filter(({ length }) => length > 0);
}

/** How many bytes at the end may be how a message begins. */
function begunAtEnd(bytes: Buffer): number {
  for (let count = Math.min(BEGINS.length - 1, bytes.length); count > 0; count--)
    if (bytes.subarray(-count).equals(BEGINS.subarray(0, count))) return count;
  return 0;
}

const asBuffer = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
