import { Problem } from '../contracts/problem.js';
import { readHtml } from '../pages/article.js';
import type { Extracted } from '../pages/extracted.js';
import { decodeMarkup } from '../pages/markup.js';

const MOST_PARTS = 5000;

/** Whether a file begins like a page that a browser saved with everything in it. */
export function isMhtml(head: string): boolean {
  return (
    /^(?:From: <Saved by|MIME-Version:|Content-Type: multipart\/related)/im.test(head) &&
    /^Content-Type:\s*multipart\/related/im.test(head)
  );
}

/**
 * The article of a page saved as one file (MHTML, RFC 2557): of its parts, the first that is HTML.
 * Readers of mail decode every part, join all that is HTML, lose where it came from and take a page in GBK for UTF-8;
 * here one part is decoded, in the encoding that is found as in any page.
 * @throws Problem `file_broken`, and those of `readHtml`
 */
export function readMhtml(bytes: Uint8Array): Extracted {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const { headers, body } = message(whole);
  const boundary = parameter(headers.get('content-type'), 'boundary');
  if (!boundary) throw cut();
  for (const part of body.split(`--${boundary}`).slice(1, MOST_PARTS)) {
    const { headers: of, body: content } = message(part.replace(/^[ \t]*\r?\n/, ''));
    const type = of.get('content-type') ?? '';
    if (!/^(?:text\/html|application\/xhtml\+xml)\b/i.test(type)) continue;
    const encoding = of.get('content-transfer-encoding')?.toLowerCase();
    const found = decodeMarkup(transferred(content, encoding), parameter(type, 'charset'));
    const url = [of.get('content-location'), headers.get('snapshot-content-location')].find(
      (one) => one !== undefined && /^https?:/i.test(one) && URL.canParse(one),
    );
    const page = readHtml(found.text, url);
    return {
      ...page,
      mediaType: page.mediaType === 'text/html' ? 'multipart/related' : page.mediaType,
      encoding: found.encoding,
      ...(found.doubtful && { doubtful: true }),
    };
  }
  throw cut();
}

function cut(): Problem {
  return new Problem(
    'file_broken',
    'There is no page in this file: it is incomplete. Save the page once more, or as “Webpage, HTML only” (.html).',
  );
}

/** Headers and body (RFC 5322); header names in lower case, folded lines unfolded. */
function message(text: string): { headers: Map<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end ? text.slice(end.index + end[0].length) : '' };
}

function parameter(header: string | undefined, name: string): string | undefined {
  const [, quoted, plain] =
    new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;"]+))`, 'i').exec(header ?? '') ?? [];
  return quoted ?? plain;
}

function transferred(body: string, encoding: string | undefined): Buffer {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
  return Buffer.from(
    body
      .replace(/=[ \t]*\r?\n/g, '')
      .replace(/=([\dA-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );
}
