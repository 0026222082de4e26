/** What a script would show as HTML, as text with Markdown: nothing of a stranger's is ever HTML here. */

/** More than words between tags: a page with its looks, or what runs. */
const PAGE = /<(?:!doctype|html|head|body|style|script|iframe|svg|canvas|link)\b|^[ \t]*```html\b/im;
const TAG = /<(\/?)([a-z][a-z\d]*)(?:\s[^<>]*)?\/?>/gi;

const MARKS: Record<string, string> = { b: '**', strong: '**', i: '*', em: '*', code: '`' };
const LINES = new Set(['br', 'p', 'div', 'tr', 'summary', 'details', 'ul', 'ol', 'section', 'table']);
const ENTITIES: Record<string, string> = { nbsp: ' ', lt: '<', gt: '>', quot: '"', amp: '&' };

/** Whether what is put in the place of a match builds a page. */
export function isPage(replace: string): boolean {
  return PAGE.test(replace);
}

/** Without its tags: line breaks where they break lines, stars where they stress, and the words. */
export function withoutMarkup(replace: string): string {
  if (!/<\/?[a-z]/i.test(replace)) return replace;
  return withoutComments(replace)
    .replace(TAG, (tag, closes: string, written: string) => {
      const name = written.toLowerCase();
      if (MARKS[name]) return MARKS[name];
      if (name === 'hr') return '\n\n---\n\n';
      if (name === 'li') return closes ? '' : '\n- ';
      if (/^h[1-6]$/.test(name)) return closes ? '\n' : `\n${'#'.repeat(Number(name[1]))} `;
      if (LINES.has(name)) return '\n';
      return KNOWN.has(name) ? '' : tag;
    })
    .replace(/&(nbsp|lt|gt|quot|amp);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\n{3,}/g, '\n\n');
}

/** Others that HTML has; what it does not have is somebody's own, and stays. */
const KNOWN = new Set([
  ...[
    'span',
    'font',
    'a',
    'u',
    's',
    'small',
    'big',
    'sub',
    'sup',
    'center',
    'img',
    'td',
    'th',
    'tbody',
    'thead',
  ],
  ...[
    'mark',
    'q',
    'blockquote',
    'pre',
    'label',
    'button',
    'input',
    'main',
    'header',
    'footer',
    'article',
    'nav',
  ],
  ...['ruby', 'rt', 'rp', 'del', 'ins', 'kbd', 'progress', 'figure', 'figcaption', 'dl', 'dt', 'dd'],
]);

function withoutComments(text: string): string {
  let told = '';
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at + 4);
    if (end < 0) break;
    told += text.slice(from, at);
    from = end + 3;
  }
  return told + text.slice(from);
}
