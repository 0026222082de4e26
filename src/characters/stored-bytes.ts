/** Large `bytea` columns in pieces: PostgreSQL sends bytes as text, which takes long to read at once. */

/** In bytes. */
const PIECE = 1024 * 1024;

export interface Piece {
  at: number;
  piece: Buffer;
}

/** What to select, and from what, for each row of a table to come as several. */
export const pieceOf = (column: string): string =>
  `p.at, substring(${column} FROM p.at FOR ${PIECE}) AS piece`;
export const piecesOf = (column: string): string =>
  `generate_series(1, greatest(octet_length(${column}), 1), ${PIECE}) AS p (at)`;

/** The pieces of one value, which come in whatever order. */
export function inOrder(pieces: Piece[]): Buffer[] {
  return pieces.sort((a, b) => a.at - b.at).map(({ piece }) => piece);
}

export function joined(pieces: Piece[]): Buffer {
  return pieces.length === 1 ? pieces[0]!.piece : Buffer.concat(inOrder(pieces));
}
