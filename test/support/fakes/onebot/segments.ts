/** One piece of a message, as OneBot v11's array form has it (`message/array.md`). */
export interface Segment {
  type: string;
  data: Record<string, unknown>;
}

/** What a gateway takes; another type is a bad parameter. From OneBot's `message/segment.md` and NapCat's schema. */
const TYPES = new Set(
  (
    'text face image record video at rps dice shake poke anonymous share contact location music reply forward node ' +
    'xml json mface file markdown'
  ).split(' '),
);
/** What a segment of these types must have. */
const NEEDED: Record<string, string> = { text: 'text', at: 'qq', image: 'file', record: 'file', reply: 'id' };

/** Of the string or array form; `undefined` where it is neither. */
export function toSegments(message: unknown, asPlainText: boolean): Segment[] | undefined {
  if (typeof message === 'string')
    return asPlainText ? [{ type: 'text', data: { text: message } }] : fromCqCode(message);
  const list = Array.isArray(message) ? (message as unknown[]) : [message];
  return list.every(isSegment) ? list : undefined;
}

function isSegment(value: unknown): value is Segment {
  if (typeof value !== 'object' || value === null) return false;
  const { type, data } = value as Partial<Segment>;
  if (typeof type !== 'string' || !TYPES.has(type) || typeof data !== 'object' || data === null) return false;
  const needed = NEEDED[type];
  if (needed === undefined) return true;
  return type === 'text' ? typeof data['text'] === 'string' : data[needed] !== undefined;
}

/** The words of a message, without what is not text. */
export function textOf(segments: Segment[]): string {
  return segments.map(({ type, data }) => (type === 'text' ? String(data['text']) : '')).join('');
}

const inText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('[', '&#91;').replaceAll(']', '&#93;');
const inParameter = (text: string) => inText(text).replaceAll(',', '&#44;');
const plain = (text: string) =>
  text.replaceAll('&#44;', ',').replaceAll('&#91;', '[').replaceAll('&#93;', ']').replaceAll('&amp;', '&');

/** The string form, `[CQ:at,qq=1] hello` (`message/string.md`): also what `raw_message` is. */
export function toCqCode(segments: Segment[]): string {
  return segments
    .map(({ type, data }) =>
      type === 'text'
        ? inText(String(data['text']))
        : `[CQ:${[
            type,
            ...Object.entries(data).map(([key, value]) => `${key}=${inParameter(String(value))}`),
          ].join(',')}]`,
    )
    .join('');
}

export function fromCqCode(message: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  const text = (from: number, to: number) => {
    if (to > from) segments.push({ type: 'text', data: { text: plain(message.slice(from, to)) } });
  };
  for (const match of message.matchAll(/\[CQ:([\w-]+)((?:,[^,[\]]*)*)\]/g)) {
    text(end, match.index);
    end = match.index + match[0].length;
    const pairs = match[2]!
      .split(',')
      .filter(Boolean)
      .map((pair) => {
        const at = pair.indexOf('=');
        return [pair.slice(0, at), plain(pair.slice(at + 1))] as const;
      });
    segments.push({ type: match[1]!, data: Object.fromEntries(pairs) });
  }
  text(end, message.length);
  return segments;
}
