import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { MOST_OF_PICTURE } from '../../contracts/character.js';
import { joined, type Piece, pieceOf, piecesOf } from '../stored-bytes.js';

/** How many of a card's are shown. */
const MOST = 200;

/** The files of a card that its list calls emotions, by their numbers in that list; `$1` is the owner, `$2` the character. */
const EMOTIONS = `
  SELECT l.n, l.name, a.bytes FROM (
    SELECT o.n::int AS n, left(btrim(o.asset->>'name'), 100) AS name,
      regexp_replace(o.asset->>'uri', '^embedd?ed://', '') AS file
    FROM characters c, jsonb_array_elements(
      CASE jsonb_typeof(c.card #> '{data,assets}') WHEN 'array' THEN c.card #> '{data,assets}' ELSE '[]' END
    ) WITH ORDINALITY o (asset, n)
    WHERE c.owner_id = $1 AND c.id = $2 AND jsonb_typeof(o.asset) = 'object' AND o.asset->>'type' = 'emotion'
  ) l JOIN card_assets a ON a.character_id = $2 AND a.name = l.file
  WHERE l.name <> '' AND octet_length(a.bytes) <= ${MOST_OF_PICTURE.bytes}`;

/** Pictures of how a character can look, as they came with its card. */
@Injectable()
export class ExpressionsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** In the card's order, with the first bytes of each file. */
  async list(ownerId: string, id: string): Promise<{ n: number; name: string; start: Buffer }[]> {
    return this.database.query(
      `SELECT n, name, substring(bytes FOR 16) AS start FROM (${EMOTIONS}) e ORDER BY n LIMIT ${MOST}`,
      [ownerId, id],
    );
  }

  /** One file by its number; null where there is none. */
  async file(ownerId: string, id: string, n: number): Promise<{ bytes: Buffer; sha256: string } | null> {
    const rows = await this.database.query<(Piece & { sha256: string })[]>(
      `SELECT encode(sha256(e.bytes), 'hex') AS sha256, ${pieceOf('e.bytes')}
       FROM (${EMOTIONS} AND l.n = $3) e, ${piecesOf('e.bytes')}`,
      [ownerId, id, n],
    );
    return rows[0] ? { sha256: rows[0].sha256, bytes: joined(rows) } : null;
  }
}
