import { Problem } from '../../contracts/problem.js';
import { usable } from '../../pages/article.js';
import { readable, type Extracted } from '../../pages/extracted.js';
import { htmlToText } from '../../pages/html-text.js';
import { decodeMarkup, elements, parseMarkup } from '../../pages/markup.js';

/** Elements of a book as their likes in a page. */
const AS: Record<string, string> = {
  v: 'p',
  subtitle: 'p',
  'text-author': 'p',
  stanza: 'div',
  poem: 'div',
  cite: 'blockquote',
  epigraph: 'blockquote',
  'empty-line': 'br',
  title: 'div',
};

/**
 * The text of a FictionBook, divided by the titles of its sections.
 * @throws Problem `file_not_text`
 */
export function readFb2(bytes: Uint8Array): Extracted {
  const { text: markup, encoding } = decodeMarkup(bytes);
  const asPage = markup
    .replace(
      /<title>([^\0]{0,2000}?)<\/title>/gi,
      (_, title: string) => `<h2>${title.replace(/<[^<>]*>/g, ' ')}</h2>`,
    )
    .replace(/<(\/?)([a-z-]{1,12})\b/gi, (tag, slash: string, name: string) => {
      const as = AS[name.toLowerCase()];
      return as ? `<${slash}${as}` : tag;
    });
  const all = [
    ...elements(
      parseMarkup(asPage)
        .root()
        .get()
        .flatMap(({ children }) => children),
    ),
  ];
  // another body is read as part of the first, as its end is left open
  const body = all.find(({ name }) => name === 'body');
  const page = htmlToText(body ? body.children : [], {
    drop: ({ name, attribs }) =>
      name === 'binary' || name === 'image' || (name === 'body' && attribs['name'] === 'notes'),
  });
  if (readable(page.text) === 0) throw new Problem('file_not_text', 'There is no text in this book.');
  const title = all.find(({ name }) => name === 'book-title');
  const divisions = usable(page);
  return {
    title: title ? htmlToText(title.children).text.replace(/\s+/g, ' ') : '',
    text: page.text,
    ...(divisions && { headings: divisions }),
    mediaType: 'application/x-fictionbook+xml',
    encoding,
  };
}
