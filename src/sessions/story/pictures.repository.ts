import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { joined, type Piece, pieceOf, piecesOf } from '../../characters/stored-bytes.js';
import { bufferOf } from '../../characters/stored-sheets.js';
import type { PictureView } from '../../contracts/message.js';
import type { Picture } from '../../pictures/picture.js';

/** A picture as it came, and as models are sent it. */
export interface NewPicture {
  name: string;
  original: Picture;
  sent: Uint8Array;
  width: number;
  height: number;
  tokens: number;
}

/** A picture as a chat file holds it. */
export interface PictureInFile {
  name: string;
  /** `data:image/…;base64,…` */
  url: string;
}

const VIEW = 'p.id, p.name, p.width, p.height, p.tokens';
const UNUSED = `NOT EXISTS (SELECT FROM branches b JOIN messages m ON m.branch_id = b.id AND m.pictures <> '{}'
  WHERE b.session_id = p.session_id AND p.id = ANY (m.pictures))`;
/** What was never sent is kept for as long as somebody may still be writing. */
const FORGOTTEN = `p.created_at < now() - interval '1 day'`;

/** Takes away those of some that no message shows any more. */
export async function deleteStrayPictures(
  manager: EntityManager,
  sessionId: string,
  ids: readonly string[],
): Promise<void> {
  await manager.query(
    `DELETE FROM session_pictures p WHERE session_id = $1 AND id = ANY ($2) AND ${UNUSED}`,
    [sessionId, ids],
  );
}

/** Names of the pictures that a message shows, in their order. */
export async function pictureNames(manager: EntityManager, messageId: string): Promise<string[]> {
  const rows = await manager.query<{ name: string }[]>(
    `SELECT p.name FROM messages m, unnest(m.pictures) WITH ORDINALITY AS shown (id, n)
     JOIN session_pictures p ON p.id = shown.id WHERE m.id = $1 ORDER BY shown.n`,
    [messageId],
  );
  return rows.map(({ name }) => name);
}

/** Pictures of sessions: those that messages show, and those that are about to be sent. */
@Injectable()
export class PicturesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** How many wait to be sent in a session; those that nobody sent within a day go. @returns null: there is no such session */
  async waiting(ownerId: string, sessionId: string): Promise<number | null> {
    await this.database.query(
      `DELETE FROM session_pictures p WHERE owner_id = $1 AND session_id = $2 AND ${FORGOTTEN} AND ${UNUSED}`,
      [ownerId, sessionId],
    );
    const [row] = await this.database.query<{ count: number }[]>(
      `SELECT (SELECT count(*)::int FROM session_pictures p
         WHERE p.owner_id = s.owner_id AND p.session_id = s.id AND ${UNUSED}) AS count
       FROM sessions s WHERE s.owner_id = $1 AND s.id = $2`,
      [ownerId, sessionId],
    );
    return row?.count ?? null;
  }

  /** Forgets those of all owners that nobody sent within a day. */
  async forgetUnsent(): Promise<void> {
    // All that are shown, once: to look for each of them among its session's messages would take long.
    await this.database.query(
      `DELETE FROM session_pictures p WHERE ${FORGOTTEN} AND NOT EXISTS (
         SELECT FROM (SELECT unnest(pictures) AS id FROM messages WHERE pictures <> '{}') shown WHERE shown.id = p.id)`,
    );
  }

  /** @returns undefined where the session is gone */
  async add(ownerId: string, sessionId: string, picture: NewPicture): Promise<PictureView | undefined> {
    const { name, original, sent, width, height, tokens } = picture;
    const [row] = await this.database.query<PictureView[]>(
      `INSERT INTO session_pictures AS p (owner_id, session_id, name, media_type, bytes, sent, width, height, tokens)
       SELECT owner_id, id, $3, $4, $5, $6, $7, $8, $9 FROM sessions WHERE owner_id = $1 AND id = $2 RETURNING ${VIEW}`,
      [
        ownerId,
        sessionId,
        name,
        original.mediaType,
        bufferOf(original.bytes),
        bufferOf(sent),
        width,
        height,
        tokens,
      ],
    );
    return row;
  }

  /** Those of some that are the session's, in the order asked for. */
  async some(ownerId: string, sessionId: string, ids: readonly string[]): Promise<PictureView[]> {
    if (ids.length === 0) return [];
    return this.database.query<PictureView[]>(
      `SELECT ${VIEW} FROM unnest($3::uuid[]) WITH ORDINALITY AS asked (id, n)
       JOIN session_pictures p ON p.id = asked.id AND p.owner_id = $1 AND p.session_id = $2 ORDER BY asked.n`,
      [ownerId, sessionId, ids],
    );
  }

  /** Some as they stand in a file of another program, in their order. Callers have made sure that the session is the owner's. */
  async inFiles(sessionId: string, ids: readonly string[]): Promise<PictureInFile[]> {
    if (ids.length === 0) return [];
    const rows = await this.database.query<{ name: string; sent: Buffer }[]>(
      `SELECT p.name, p.sent FROM unnest($2::uuid[]) WITH ORDINALITY AS asked (id, n)
       JOIN session_pictures p ON p.id = asked.id AND p.session_id = $1 ORDER BY asked.n`,
      [sessionId, ids],
    );
    return rows.map(({ name, sent }) => ({ name, url: `data:image/jpeg;base64,${sent.toString('base64')}` }));
  }

  /** As it came, or as it is shown and sent. */
  async picture(
    ownerId: string,
    sessionId: string,
    id: string,
    form: 'original' | 'shown',
  ): Promise<Picture | null> {
    const bytes = form === 'original' ? 'p_.bytes' : 'p_.sent';
    const rows = await this.database.query<(Piece & { mediaType: string })[]>(
      `SELECT p_.media_type AS "mediaType", ${pieceOf(bytes)} FROM session_pictures p_, ${piecesOf(bytes)}
       WHERE p_.owner_id = $1 AND p_.session_id = $2 AND p_.id = $3`,
      [ownerId, sessionId, id],
    );
    if (!rows[0]) return null;
    return { mediaType: form === 'original' ? rows[0].mediaType : 'image/jpeg', bytes: joined(rows) };
  }

  /** Takes away one that no message shows. */
  async deleteUnused(ownerId: string, sessionId: string, id: string): Promise<boolean> {
    const [, deleted] = await this.database.query<[unknown[], number]>(
      `DELETE FROM session_pictures p WHERE owner_id = $1 AND session_id = $2 AND id = $3 AND ${UNUSED}`,
      [ownerId, sessionId, id],
    );
    return deleted > 0;
  }
}
