import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CharacterTwin } from '../contracts/character.js';
import { bufferOf, JSON_OF } from './stored-sheets.js';

/** A card as it is compared with those that are there. */
export interface ComparedCard {
  name: string;
  creator: string;
  /** JSON in UTF-8. */
  card: Uint8Array;
  /** SHA-256 of its picture; null: it has none. */
  picture: Uint8Array | null;
}

const FOLDED = (text: string) => `lower(normalize(btrim(${text}), NFKC) COLLATE "und-x-icu")`;

/** Characters that came from a card, looked up by a card that comes. */
@Injectable()
export class TwinsRepository {
  /** Has imports of one owner follow each other until the transaction ends, or two of one card would not see each other. */
  async lock(manager: EntityManager, ownerId: string): Promise<void> {
    await manager.query('SELECT FROM owners WHERE id = $1 FOR NO KEY UPDATE', [ownerId]);
  }

  /** The character of the same card; else the oldest one of a card with the same name and creator. */
  async find(
    manager: EntityManager,
    ownerId: string,
    { name, creator, card, picture }: ComparedCard,
  ): Promise<CharacterTwin | null> {
    const [twin] = await manager.query<CharacterTwin[]>(
      `WITH read AS (SELECT sha256(convert_to(${JSON_OF('$2')}::text, 'UTF8')) AS hash)
       SELECT c.id, c.name, c.card_hash = read.hash AND a.sha256 IS NOT DISTINCT FROM $5 AS identical
       FROM read, characters c
       JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
       LEFT JOIN avatars a ON a.character_id = c.id
       WHERE c.owner_id = $1 AND c.card_hash IS NOT NULL AND (
         c.card_hash = read.hash
         OR ${FOLDED('c.name')} = ${FOLDED('$3::text')} AND ${FOLDED('s.creator')} = ${FOLDED('left($4::text, 200)')})
       ORDER BY identical DESC, c.card_hash = read.hash DESC, c.created_at, c.id LIMIT 1`,
      [ownerId, bufferOf(card), name, creator, picture && bufferOf(picture)],
    );
    return twin ?? null;
  }
}
