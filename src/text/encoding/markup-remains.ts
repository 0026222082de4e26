/** A line break or a blank of HTML in a text that is none. */
const REMAINS = /<br\s*\/?>|&nbsp;|&#160;|&emsp;|&ensp;/i;
const NAMED: Record<string, string> = {
  nbsp: ' ', ensp: ' ', emsp: '\u3000', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", ldquo: '“', rdquo: '”', lsquo: '‘',
  rsquo: '’', hellip: '…', mdash: '—', ndash: '–', middot: '·', copy: '©', laquo: '«', raquo: '»', times: '×',
}; // prettier-ignore
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi;

/**
 * A text without the line breaks, paragraphs and entities that HTML left in it; as it is where it has no such remains, or
 * where it shows code.
 */
export function withoutMarkupRemains(text: string): string {
  if (!REMAINS.test(text) || text.includes('```')) return text;
  return text
    .replace(/[ \t]*<br\s*\/?>[ \t]*\n?/gi, '\n')
    .replace(/[ \t]*<\/?(?:p|div|center)(?:\s[^<>\n]{0,200})?>[ \t]*\n?/gi, '\n')
    .replace(/<\/?(?:b|i|em|strong|u|span|font)(?:\s[^<>\n]{0,200})?>/gi, '')
    .replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? parseInt(hex!, 16) : Number(decimal);
      return isLetter(code) ? String.fromCodePoint(code) : whole;
    });
}

/** No control character, no half of a pair. */
function isLetter(code: number): boolean {
  return code === 160 || (code >= 32 && code <= 0x10ffff && !(code >= 0x7f && code < 160) && !(code >= 0xd800 && code < 0xe000)); // prettier-ignore
}
