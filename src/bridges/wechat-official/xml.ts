/** What WeChat's own envelopes have, and more: elements in each other, and all of them. */
const MOST_DEPTH = 6;
const MOST_ELEMENTS = 200;
/** A part of a document. References are the five that XML itself knows. */
const PART = /<!\[CDATA\[([^]*?)\]\]>|<(\/?)([A-Za-z_][\w.-]{0,63})>|([^<&]+)|&(lt|gt|amp|quot|apos);/y;
const REFERRED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** What XML 1.0 has no way to write. */
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

/**
 * The fields of a message as WeChat pushes it: the elements right inside `<xml>`, with their texts. Nothing but elements
 * without attributes, texts and CDATA is read: no declarations, no DOCTYPE, no entities, no comments.
 *
 * @returns null where it is anything else, or names a field twice
 */
export function fieldsOf(xml: string): Map<string, string> | null {
  const fields = new Map<string, string>();
  const path: string[] = [];
  let [text, elements, isWhole] = ['', 0, false];
  PART.lastIndex = 0;
  const source = xml.trim();
  for (let at = 0; at < source.length; at = PART.lastIndex) {
    const part = PART.exec(source);
    if (!part || isWhole) return null;
    const [, raw, slash, name, plain, reference] = part;
    if (name === undefined) {
      const said = raw ?? plain ?? REFERRED[reference!]!;
      if (path.length === 2) text += said;
      else if (path.length < 2 && said.trim() !== '') return null;
      continue;
    }
    if (slash === '') {
      if (path.length === 0 && name !== 'xml') return null;
      if (path.length >= MOST_DEPTH || ++elements > MOST_ELEMENTS) return null;
      path.push(name);
      if (path.length === 2) text = '';
      continue;
    }
    if (path.pop() !== name) return null;
    if (path.length === 1) {
      if (fields.has(name)) return null;
      fields.set(name, text);
    }
    isWhole = path.length === 0;
  }
  return isWhole ? fields : null;
}

/** A message as WeChat reads it: texts in CDATA, numbers bare. */
export function xmlOf(fields: Record<string, string | number>): string {
  const inner = Object.entries(fields).map(([name, value]) =>
    typeof value === 'number' ? `<${name}>${value}</${name}>` : `<${name}>${sectionOf(value)}</${name}>`,
  );
  return `<xml>${inner.join('')}</xml>`;
}

function sectionOf(text: string): string {
  const writable = text.toWellFormed().replace(UNWRITABLE, '');
  return `<![CDATA[${writable.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
