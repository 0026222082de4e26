import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { CharacterSort, FolderCount, TagCount } from '../../contracts/character.js';
import type { Sheet } from '../../contracts/sheet.js';

/** What a list shows of a character. */
export interface CharacterRow {
  id: string;
  name: string;
  sheetVersion: number;
  sample: boolean;
  favourite: boolean;
  folder: string | null;
  createdAt: Date;
  updatedAt: Date;
  /** What the line on them is made of. */
  lineText: string;
  lineLanguage: Sheet['language'];
  creator: string;
  tags: string[];
  avatarHash: string | null;
  connectionId: string | null;
  lastTalkAt: Date | null;
}

/** What a list is narrowed to; null, or an empty list: by nothing. */
export interface LibraryFilter {
  /** Patterns in lower case, and regular expressions, each of which is found. */
  likes: string[];
  expressions: string[];
  tags: string[];
  favourite: boolean | null;
  folder: string | null;
}

/** A place in a list: what its sort goes by there, and the row's id. */
export interface LibraryCursor {
  at: string;
  id: string;
}

/** Of a picture's hash, as many bytes as tell it from others. */
const HASH_BYTES = 8;
export const AVATAR_HASH = `encode(substring(a.sha256 FOR ${HASH_BYTES}), 'hex')`;

const FIELDS = `c.id, c.name, c.sheet_version AS "sheetVersion", c.sample, c.favourite, c.folder,
  c.created_at AS "createdAt", c.updated_at AS "updatedAt", s.line_text AS "lineText", s.line_language AS "lineLanguage",
  s.creator, s.tags, c.connection_id AS "connectionId", ${AVATAR_HASH} AS "avatarHash"`;
const BESIDE = `JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
  LEFT JOIN avatars a ON a.character_id = c.id`;

/** A cursor is of milliseconds, so times are compared as such. */
const MS = (time: string) => `date_trunc('milliseconds', ${time})`;
/** What each sort goes by: in which direction, and of which type. */
const SORTS: Record<CharacterSort, { by: string; down: boolean; type: string }> = {
  recent: { by: MS('greatest(t.at, c.created_at)'), down: true, type: 'timestamptz' },
  created: { by: MS('c.created_at'), down: true, type: 'timestamptz' },
  name: { by: 'c.name', down: false, type: 'text' },
};
/** Names in the order of a dictionary: Chinese ones by how they are spoken, where the reader reads Chinese. */
const COLLATIONS = { en: '"en-x-icu"', zh: '"zh-x-icu"' };

/** The shelf of all characters: sorted, searched, and counted. */
@Injectable()
export class LibraryRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param place the last row of the page before */
  async list(
    ownerId: string,
    { likes, expressions, tags, favourite, folder }: LibraryFilter,
    { sort, language }: { sort: CharacterSort; language: Sheet['language'] },
    place: LibraryCursor | null,
    limit: number,
  ): Promise<CharacterRow[]> {
    const { by, down, type } = SORTS[sort];
    const key = type === 'text' ? `${by} COLLATE ${COLLATIONS[language]}` : by;
    const way = down ? 'DESC' : 'ASC';
    // Only of those that are shown, or have something like the tags, are sheets looked at.
    const ofTags = `AND NOT EXISTS (
      SELECT FROM unnest($6::text[]) asked WHERE lower(asked) <> ALL (
        SELECT lower(tag) FROM sheets s, unnest(s.tags) tag
        WHERE s.character_id = c.id AND s.version = c.sheet_version))`;
    return this.database.query(
      `SELECT ${FIELDS}, f.at AS "lastTalkAt" FROM (
         SELECT c.id AS found, t.at, ${key} AS key FROM characters c LEFT JOIN (
           SELECT character_id, max(updated_at) AS at FROM sessions WHERE owner_id = $1 GROUP BY character_id
         ) t ON t.character_id = c.id
         WHERE c.owner_id = $1
           AND ($2::${type} IS NULL OR (${key}, c.id) ${down ? '<' : '>'} ($2, $3::uuid))
           AND c.found_by LIKE ALL ($4::text[]) AND c.found_by ~ ALL ($5::text[])
           ${tags.length ? ofTags : 'AND $6::text[] IS NOT NULL'}
           AND ($7::boolean IS NULL OR c.favourite = $7)
           AND ($8::text IS NULL OR coalesce(c.folder, '') = $8)
         ORDER BY ${key} ${way}, c.id ${way} LIMIT $9
       ) f JOIN characters c ON c.id = f.found ${BESIDE}
       ORDER BY f.key ${way}, c.id ${way}`,
      [ownerId, place?.at ?? null, place?.id ?? null, likes, expressions, tags, favourite, folder, limit],
    );
  }

  async find(ownerId: string, id: string): Promise<CharacterRow | null> {
    const [row] = await this.database.query<CharacterRow[]>(
      `SELECT ${FIELDS}, (SELECT max(updated_at) FROM sessions WHERE character_id = c.id) AS "lastTalkAt"
       FROM characters c ${BESIDE} WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    return row ?? null;
  }

  /** Each tag in the spelling that most have, most used first. */
  async tags(ownerId: string): Promise<TagCount[]> {
    return this.database.query(
      `SELECT mode() WITHIN GROUP (ORDER BY tag) AS tag, count(*)::int AS characters
       FROM characters c
       JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version, unnest(s.tags) tag
       WHERE c.owner_id = $1 GROUP BY lower(tag) ORDER BY count(*) DESC, lower(tag)`,
      [ownerId],
    );
  }

  /** @param to null: its characters are in none then. @returns how many were in it */
  async renameFolder(ownerId: string, folder: string, to: string | null): Promise<number> {
    const [, moved] = await this.database.query<[unknown[], number]>(
      'UPDATE characters SET folder = $3 WHERE owner_id = $1 AND folder = $2',
      [ownerId, folder, to],
    );
    return moved;
  }

  async folders(ownerId: string): Promise<FolderCount[]> {
    return this.database.query(
      `SELECT folder, count(*)::int AS characters FROM characters
       WHERE owner_id = $1 AND folder IS NOT NULL GROUP BY folder ORDER BY folder COLLATE "zh-x-icu"`,
      [ownerId],
    );
  }
}
