import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { AvatarSize } from '../../contracts/character.js';
import type { Picture } from '../../pictures/picture.js';
import { AVATAR_HASH } from '../library/library.repository.js';
import { joined, type Piece, pieceOf, piecesOf } from '../stored-bytes.js';
import { bufferOf } from '../stored-sheets.js';

export interface StoredPicture extends Picture {
  sha256: Buffer;
}

const OWNED = 'FROM avatars a JOIN characters c ON c.id = a.character_id';

/** Pictures of characters, and what was made of them in small. */
@Injectable()
export class AvatarsRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Puts a picture in the place of what there is.
   * @returns whether there is such a character
   */
  async set(
    ownerId: string,
    id: string,
    { mediaType, bytes }: Picture,
    manager: EntityManager = this.database.manager,
  ): Promise<boolean> {
    const set = await manager.query<unknown[]>(
      `INSERT INTO avatars (character_id, media_type, bytes)
       SELECT id, $3, $4 FROM characters WHERE owner_id = $1 AND id = $2
       ON CONFLICT (character_id) DO UPDATE SET media_type = excluded.media_type, bytes = excluded.bytes
       RETURNING character_id`,
      [ownerId, id, mediaType, bufferOf(bytes)],
    );
    return set.length > 0;
  }

  /** @returns whether there was one */
  async delete(ownerId: string, id: string): Promise<boolean> {
    const [, deleted] = await this.database.query<[unknown[], number]>(
      'DELETE FROM avatars a USING characters c WHERE c.id = a.character_id AND c.owner_id = $1 AND c.id = $2',
      [ownerId, id],
    );
    return deleted > 0;
  }

  /** What its address is made of (`avatarHash`); null where there is none. */
  async hash(ownerId: string, id: string): Promise<string | null> {
    const [row] = await this.database.query<{ hash: string }[]>(
      `SELECT ${AVATAR_HASH} AS hash ${OWNED} WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    return row?.hash ?? null;
  }

  async picture(ownerId: string, id: string): Promise<StoredPicture | null> {
    const rows = await this.database.query<(Piece & { mediaType: string; sha256: Buffer })[]>(
      `SELECT a.media_type AS "mediaType", a.sha256, ${pieceOf('a.bytes')} ${OWNED}, ${piecesOf('a.bytes')}
       WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    return rows[0] ? { mediaType: rows[0].mediaType, sha256: rows[0].sha256, bytes: joined(rows) } : null;
  }

  /** What was made of the picture that there is now; null where nothing was yet. */
  async thumbnail(ownerId: string, id: string, size: AvatarSize): Promise<Buffer | null> {
    const [row] = await this.database.query<{ bytes: Buffer }[]>(
      `SELECT t.bytes ${OWNED} JOIN avatar_thumbnails t ON t.character_id = c.id AND t.made_of = a.sha256
       WHERE c.owner_id = $1 AND c.id = $2 AND t.size = $3`,
      [ownerId, id, size],
    );
    return row?.bytes ?? null;
  }

  /** Keeps it, where the picture that it was made of is there still. */
  async keepThumbnail(id: string, size: AvatarSize, madeOf: Buffer, bytes: Uint8Array): Promise<void> {
    await this.database.query(
      `INSERT INTO avatar_thumbnails (character_id, size, made_of, bytes)
       SELECT character_id, $2::int, sha256, $4::bytea FROM avatars WHERE character_id = $1 AND sha256 = $3
       ON CONFLICT (character_id, size) DO UPDATE SET made_of = excluded.made_of, bytes = excluded.bytes`,
      [id, size, madeOf, bufferOf(bytes)],
    );
  }
}
