import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { cursorOf, pageOf, readCursor, type PageQuery } from '../http-page.js';
import { Problem } from '../problem.js';
import { Sources } from '../sources/sources.service.js';
import type { CharacterSummary, CharacterView, Page, SheetVersionView } from '../wire.js';
import type { JsonObject } from './json.js';
import { Avatar, CardAssetFile, Character, CharacterSource, SheetVersion } from './character.entity.js';
import type { CardAsset } from './card-assets.js';
import { readSheet } from './read-sheet.js';
import type { Sheet } from './sheet.js';
import { taglineOf } from './tagline.js';

export interface NewCharacter {
  name: string;
  sheet: Sheet;
  cause: SheetVersionView['cause'];
  ingestId?: string;
  sourceIds?: string[];
  card?: JsonObject;
  avatar?: { mediaType: string; bytes: Uint8Array };
  assets?: readonly CardAsset[];
}

interface Row {
  id: string;
  name: string;
  sheet_version: number;
  sample: boolean;
  created_at: Date;
  updated_at: Date;
  /** As it is stored: of one in a list, what its line is made of. */
  sheet: unknown;
  has_avatar: boolean;
}

const rowsWith = (sheet: string) => `
  SELECT c.id, c.name, c.sheet_version, c.sample, c.created_at, c.updated_at, ${sheet} AS sheet,
    EXISTS (SELECT FROM avatars WHERE character_id = c.id) AS has_avatar
  FROM characters c
  JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version`;
const ROWS = rowsWith('s.sheet');
/** A sheet may be long, and a list shows one line of it. */
const LINES = rowsWith(`jsonb_build_object('language', s.sheet->'language', 'scenario', s.sheet->'scenario',
    'identity', jsonb_build_array(s.sheet->'identity'->0))`);

function summaryOf(row: Row): CharacterSummary {
  return {
    id: row.id,
    name: row.name,
    tagline: taglineOf(readSheet(row.sheet), row.name),
    sheetVersion: row.sheet_version,
    hasAvatar: row.has_avatar,
    sample: row.sample,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

const missing = () => new Problem('not_found', 'There is no such character, or it is not yours.');

/** Characters and the versions of their sheets. */
@Injectable()
export class Characters {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly sources: Sources,
  ) {}

  async create(ownerId: string, character: NewCharacter, manager?: EntityManager): Promise<string> {
    if (!manager)
      return this.database.transaction((transaction) => this.create(ownerId, character, transaction));
    const {
      name,
      sheet,
      cause,
      ingestId = null,
      card = null,
      avatar,
      sourceIds = [],
      assets = [],
    } = character;
    const made = await manager.insert(Character, {
      ownerId,
      name,
      ingestId,
      card: card as object,
      sample: cause === 'sample',
    });
    const characterId = (made.identifiers[0] as { id: string }).id;
    await manager.insert(SheetVersion, { characterId, version: 1, sheet: sheet as object, cause });
    if (avatar) {
      await manager.insert(Avatar, {
        characterId,
        mediaType: avatar.mediaType,
        bytes: Buffer.from(avatar.bytes),
      });
    }
    for (const { name, bytes } of assets) {
      // One by one: together they may be more than a statement holds.
      await manager.insert(CardAssetFile, { characterId, name, bytes: Buffer.from(bytes) });
    }
    if (sourceIds.length) {
      await manager.insert(
        CharacterSource,
        sourceIds.map((sourceId) => ({ characterId, sourceId })),
      );
    }
    return characterId;
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<CharacterSummary>> {
    const before = readCursor(page.before);
    const rows = await this.database.query<Row[]>(
      `${LINES} WHERE c.owner_id = $1 AND ($2::timestamptz IS NULL OR (c.created_at, c.id) < ($2, $3::uuid))
       ORDER BY c.created_at DESC, c.id DESC LIMIT $4`,
      [ownerId, before?.at ?? null, before?.id ?? null, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => cursorOf(row.created_at, row.id), summaryOf);
  }

  async view(ownerId: string, id: string): Promise<CharacterView> {
    const [row] = await this.database.query<Row[]>(`${ROWS} WHERE c.owner_id = $1 AND c.id = $2`, [
      ownerId,
      id,
    ]);
    if (!row) throw missing();
    return { ...summaryOf(row), sheet: readSheet(row.sheet), sources: await this.sources.ofCharacter(id) };
  }

  /** The character with the card it came from. */
  async whole(ownerId: string, id: string): Promise<{ name: string; sheet: Sheet; card: JsonObject | null }> {
    const [row] = await this.database.query<{ name: string; sheet: Sheet; card: JsonObject | null }[]>(
      `SELECT c.name, s.sheet, c.card FROM characters c
       JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
       WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    if (!row) throw missing();
    return { ...row, sheet: readSheet(row.sheet) };
  }

  /** A change of the sheet makes its next version; the old one stays. */
  async change(
    ownerId: string,
    id: string,
    change: { name?: string; sheet?: Sheet; cause?: SheetVersionView['cause'] },
  ): Promise<CharacterView> {
    await this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[{ sheet_version: number }[], number]>(
        `UPDATE characters SET name = coalesce($3, name), sheet_version = sheet_version + $4, updated_at = now()
         WHERE owner_id = $1 AND id = $2 RETURNING sheet_version`,
        [ownerId, id, change.name ?? null, change.sheet ? 1 : 0],
      );
      if (!rows[0]) throw missing();
      if (change.sheet) {
        const version = rows[0].sheet_version;
        await manager.insert(SheetVersion, {
          characterId: id,
          version,
          sheet: change.sheet as object,
          cause: change.cause ?? 'edit',
        });
      }
    });
    return this.view(ownerId, id);
  }

  /**
   * Makes the sheet's next version of the newest one, which nobody changes meanwhile, and adds sources to the character.
   *
   * @param change returns null where nothing changes
   * @returns whether anything did
   * @throws Problem not_found
   */
  async grow(
    ownerId: string,
    id: string,
    sourceIds: readonly string[],
    change: (sheet: Sheet) => Sheet | null,
    manager: EntityManager,
  ): Promise<boolean> {
    const [row] = await manager.query<{ sheet: Sheet; version: number }[]>(
      `SELECT s.sheet, s.version FROM characters c JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
       WHERE c.owner_id = $1 AND c.id = $2 FOR UPDATE OF c`,
      [ownerId, id],
    );
    if (!row) throw missing();
    const sheet = change(readSheet(row.sheet));
    if (!sheet) return false;
    const version = row.version + 1;
    await manager.insert(SheetVersion, { characterId: id, version, sheet: sheet as object, cause: 'ingest' });
    await manager.query('UPDATE characters SET sheet_version = $2, updated_at = now() WHERE id = $1', [
      id,
      version,
    ]);
    await manager.query(
      'INSERT INTO character_sources (character_id, source_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      [id, sourceIds],
    );
    return true;
  }

  async delete(ownerId: string, id: string): Promise<void> {
    const { affected } = await this.database.getRepository(Character).delete({ ownerId, id });
    if (!affected) throw missing();
  }

  async versions(ownerId: string, id: string, page: PageQuery): Promise<Page<SheetVersionView>> {
    const rows = await this.database.query<
      { version: number; created_at: Date; cause: SheetVersionView['cause'] }[]
    >(
      `SELECT s.version, s.created_at, s.cause FROM sheets s JOIN characters c ON c.id = s.character_id
       WHERE c.owner_id = $1 AND c.id = $2 AND s.version < $3 ORDER BY s.version DESC LIMIT $4`,
      [ownerId, id, Number.parseInt(page.before ?? '', 10) || 2147483647, page.limit + 1],
    );
    if (!rows.length) throw missing();
    return pageOf(
      rows,
      page.limit,
      (row) => String(row.version),
      ({ version, created_at, cause }) => ({
        version,
        createdAt: created_at.toISOString(),
        cause,
      }),
    );
  }

  async version(ownerId: string, id: string, version: number): Promise<SheetVersionView & { sheet: Sheet }> {
    const [row] = await this.database.query<
      { created_at: Date; cause: SheetVersionView['cause']; sheet: Sheet }[]
    >(
      `SELECT s.created_at, s.cause, s.sheet FROM sheets s JOIN characters c ON c.id = s.character_id
       WHERE c.owner_id = $1 AND c.id = $2 AND s.version = $3`,
      [ownerId, id, version],
    );
    if (!row) throw missing();
    return {
      version,
      createdAt: row.created_at.toISOString(),
      cause: row.cause,
      sheet: readSheet(row.sheet),
    };
  }

  async avatar(ownerId: string, id: string): Promise<{ mediaType: string; bytes: Buffer } | null> {
    const [row] = await this.database.query<{ media_type: string; bytes: Buffer }[]>(
      `SELECT a.media_type, a.bytes FROM avatars a JOIN characters c ON c.id = a.character_id
       WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    return row ? { mediaType: row.media_type, bytes: row.bytes } : null;
  }

  /** The files that came with its card. */
  async assets(ownerId: string, id: string): Promise<CardAsset[]> {
    return this.database.query(
      `SELECT a.name, a.bytes FROM card_assets a JOIN characters c ON c.id = a.character_id
       WHERE c.owner_id = $1 AND c.id = $2 ORDER BY a.name`,
      [ownerId, id],
    );
  }

  /** Which characters an ingest has made. */
  async ofIngests(ingestIds: string[]): Promise<Map<string, string[]>> {
    const rows = await this.database.query<{ ingest_id: string; id: string }[]>(
      'SELECT ingest_id, id FROM characters WHERE ingest_id = ANY($1) ORDER BY created_at, id',
      [ingestIds],
    );
    const made = new Map<string, string[]>();
    for (const row of rows) made.set(row.ingest_id, [...(made.get(row.ingest_id) ?? []), row.id]);
    return made;
  }
}
