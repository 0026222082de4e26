/** What a run of text is made of, before it is told which marks belong together. */
export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'ruby'; text: string; reading: string }
  | { kind: 'picture'; alt: string; url: string; text: string }
  | { kind: 'link'; label: string; url: string }
  | { kind: 'line' }
  | { kind: 'mark'; text: string; before: string; after: string };

const ADDRESS = String.raw`[^\s()<>]{1,2000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500})?`;
const TITLE = String.raw`(?: "[^"\n]{0,300}")?`;
const URL_LETTER = String.raw`[A-Za-z0-9\-._~:/?#@!$&'+,;=%]`;
const BRACKETED = String.raw`\(${URL_LETTER}{0,200}\)`;

/** Each pattern stops after a fixed number of letters, or at a mark that begins it anew: linear, whatever the text. */
const PIECE = new RegExp(
  [
    /\\(?<escaped>[\\`*_~[\]#|>!-])/.source,
    /``(?<code2>(?:[^`\n]|`(?!`)){1,1000})``/.source,
    /`(?<code>[^`\n]+)`/.source,
    String.raw`!\[(?<alt>[^\]\n]{0,300})\]\((?<picture>https?://${ADDRESS})${TITLE}\)`,
    String.raw`\[(?<label>[^[\]\n]{1,300})\]\((?<link>(?:https?://|mailto:)${ADDRESS})${TITLE}\)`,
    String.raw`<(?<angle>(?:https?://|mailto:)[^\s<>]{1,2000})>`,
    // What ends a sentence is no part of an address.
    String.raw`(?<bare>https?://(?:${URL_LETTER}|${BRACKETED}){0,2000}(?:[A-Za-z0-9/#@$&+=%]|${BRACKETED}))`,
    /\{(?<base>[^{}|\n]{1,20})\|(?<reading>[^{}|\n]{1,40})\}/.source,
    /｜(?<base2>[^｜《》\n]{1,20})《(?<reading2>[^《》\n]{1,40})》/.source,
    // Of a row of blanks, only the first begins one: a long row would be read again from each.
    /(?<line>(?<! ) *\n)/.source,
    /(?<mark>\*+|_+|~+|\(\(|\)\)|（（|））|["“”„«»「」『』()（）])/.source,
  ].join('|'),
  'g',
);

/** A text in pieces, in their order. One pass, whatever the text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PIECE)) {
    if (match.index > from) pieces.push({ kind: 'text', text: text.slice(from, match.index) });
    pieces.push(pieceOf(match, text));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

function pieceOf({ groups, index, 0: whole }: RegExpMatchArray, text: string): Piece {
  const g = groups!;
  if (g.mark) {
    const end = index! + whole.length;
    return { kind: 'mark', text: whole, before: text[index! - 1] ?? '', after: text[end] ?? '' };
  }
  if (g.line) return { kind: 'line' };
  if (g.escaped) return { kind: 'text', text: g.escaped };
  const code = g.code ?? g.code2;
  if (code) return { kind: 'code', text: code };
  if (g.picture) return { kind: 'picture', alt: g.alt ?? '', url: g.picture, text: whole };
  const base = g.base ?? g.base2;
  if (base) return { kind: 'ruby', text: base, reading: (g.reading ?? g.reading2)! };
  const url = (g.link ?? g.angle ?? g.bare)!;
  const label = g.label ?? url.replace(/^mailto:/, '');
  return URL.canParse(url) ? { kind: 'link', label, url } : { kind: 'text', text: whole };
}
