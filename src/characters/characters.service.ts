import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { cursorOf, pageOf, readCursor, type PageQuery } from '../http/paging.js';
import { Problem } from '../contracts/problem.js';
import { SourcesService } from '../sources/sources.service.js';
import type { CharacterSummary, CharacterView, SheetVersionView } from '../contracts/character.js';
import type { Page } from '../contracts/paging.js';
import { Character, CharacterSource } from './character.entity.js';
import type { CardAsset } from './cards/card-assets.js';
import type { StoredCharacter } from './cards/card-work.js';
import { readSheet } from './imports/read-sheet.js';
import type { Sheet } from '../contracts/sheet.js';
import { inOrder, joined, type Piece, pieceOf, piecesOf } from './stored-bytes.js';
import { bufferOf, jsonBytes, JSON_OF, storedSheet } from './stored-sheets.js';
import { LINE_READ, taglineOf } from './tagline.js';

export interface NewCharacter {
  name: string;
  /** Or its JSON in UTF-8, which is stored as it is. */
  sheet: Sheet | Uint8Array;
  cause: SheetVersionView['cause'];
  ingestId?: string;
  sourceIds?: string[];
  /** JSON in UTF-8. */
  card?: Uint8Array;
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
  /** As it is stored, what the line on them is made of. */
  sheet: unknown;
  has_avatar: boolean;
}

/** A sheet may be megabytes: it is unpacked as seldom as may be, and its line is made of the beginning of one text. */
const ROWS = `
  SELECT c.id, c.name, c.sheet_version, c.sample, c.created_at, c.updated_at,
    jsonb_build_object('language', parts.language, 'scenario', left(parts.scenario, ${LINE_READ}),
      'identity', jsonb_build_array((parts.identity->0)
        || jsonb_build_object('text', left(parts.identity->0->>'text', ${LINE_READ})))) AS sheet,
    EXISTS (SELECT FROM avatars WHERE character_id = c.id) AS has_avatar
  FROM characters c
  JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
  CROSS JOIN LATERAL jsonb_to_record(CASE jsonb_typeof(s.sheet) WHEN 'object' THEN s.sheet ELSE '{}' END)
    AS parts (language jsonb, scenario text, identity jsonb)`;

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
export class CharactersService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly sources: SourcesService,
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
    const [{ id: characterId }] = await manager.query<[{ id: string }]>(
      `INSERT INTO characters (owner_id, name, ingest_id, card, sample) VALUES ($1, $2, $3, ${JSON_OF('$4')}, $5) RETURNING id`,
      [ownerId, name, ingestId, card && bufferOf(card), cause === 'sample'],
    );
    await this.addVersion(manager, characterId, 1, sheet, cause);
    if (avatar) {
      await manager.query('INSERT INTO avatars (character_id, media_type, bytes) VALUES ($1, $2, $3)', [
        characterId,
        avatar.mediaType,
        bufferOf(avatar.bytes),
      ]);
    }
    for (const { name, bytes } of assets) {
      // One by one: together they may be more than a statement holds.
      await manager.query('INSERT INTO card_assets (character_id, name, bytes) VALUES ($1, $2, $3)', [
        characterId,
        name,
        bufferOf(bytes),
      ]);
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
      `${ROWS} WHERE c.owner_id = $1 AND ($2::timestamptz IS NULL OR (c.created_at, c.id) < ($2, $3::uuid))
       ORDER BY c.created_at DESC, c.id DESC LIMIT $4`,
      [ownerId, before?.at ?? null, before?.id ?? null, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => cursorOf(row.created_at, row.id), summaryOf);
  }

  async summary(ownerId: string, id: string): Promise<CharacterSummary> {
    const [row] = await this.database.query<Row[]>(`${ROWS} WHERE c.owner_id = $1 AND c.id = $2`, [
      ownerId,
      id,
    ]);
    if (!row) throw missing();
    return summaryOf(row);
  }

  async view(ownerId: string, id: string): Promise<CharacterView> {
    const summary = await this.summary(ownerId, id);
    const [sheet, sources] = await Promise.all([
      storedSheet(this.database, id, summary.sheetVersion),
      this.sources.ofCharacter(id),
    ]);
    return { ...summary, sheet, sources };
  }

  /** The character as it is stored, with the card it came from; nothing of it is parsed. */
  async stored(ownerId: string, id: string): Promise<StoredCharacter> {
    const rows = await this.database.query<(Piece & { name: string; of: 'sheet' | 'card' })[]>(
      `WITH one AS (
         SELECT c.name, s.sheet, c.card FROM characters c
         JOIN sheets s ON s.character_id = c.id AND s.version = c.sheet_version
         WHERE c.owner_id = $1 AND c.id = $2
       ), parts AS MATERIALIZED (
         SELECT name, 'sheet' AS of, convert_to(sheet::text, 'UTF8') AS json FROM one
         UNION ALL SELECT name, 'card', convert_to(card::text, 'UTF8') FROM one WHERE card IS NOT NULL
       ) SELECT name, of, ${pieceOf('json')} FROM parts, ${piecesOf('json')}`,
      [ownerId, id],
    );
    if (!rows[0]) throw missing();
    const card = rows.filter(({ of }) => of === 'card');
    return {
      name: rows[0].name,
      sheet: inOrder(rows.filter(({ of }) => of === 'sheet')),
      card: card.length ? inOrder(card) : null,
    };
  }

  /** A change of the sheet makes its next version; the old one stays. */
  async change(
    ownerId: string,
    id: string,
    change: { name?: string; sheet?: Sheet | Uint8Array; cause?: SheetVersionView['cause'] },
  ): Promise<CharacterView> {
    await this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[{ sheet_version: number }[], number]>(
        `UPDATE characters SET name = coalesce($3, name), sheet_version = sheet_version + $4, updated_at = now()
         WHERE owner_id = $1 AND id = $2 RETURNING sheet_version`,
        [ownerId, id, change.name ?? null, change.sheet ? 1 : 0],
      );
      if (!rows[0]) throw missing();
      if (change.sheet) {
        await this.addVersion(manager, id, rows[0].sheet_version, change.sheet, change.cause ?? 'edit');
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
    const [row] = await manager.query<{ version: number }[]>(
      'SELECT sheet_version AS version FROM characters WHERE owner_id = $1 AND id = $2 FOR UPDATE',
      [ownerId, id],
    );
    if (!row) throw missing();
    const sheet = change(await storedSheet(manager, id, row.version));
    if (!sheet) return false;
    const version = row.version + 1;
    await this.addVersion(manager, id, version, sheet, 'ingest');
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

  private async addVersion(
    manager: EntityManager,
    id: string,
    version: number,
    sheet: Sheet | Uint8Array,
    cause: SheetVersionView['cause'],
  ): Promise<void> {
    await manager.query(
      `INSERT INTO sheets (character_id, version, sheet, cause) VALUES ($1, $2, ${JSON_OF('$3')}, $4)`,
      [id, version, jsonBytes(sheet), cause],
    );
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
    const [row] = await this.database.query<{ created_at: Date; cause: SheetVersionView['cause'] }[]>(
      `SELECT s.created_at, s.cause FROM sheets s JOIN characters c ON c.id = s.character_id
       WHERE c.owner_id = $1 AND c.id = $2 AND s.version = $3`,
      [ownerId, id, version],
    );
    if (!row) throw missing();
    const sheet = await storedSheet(this.database, id, version);
    return { version, createdAt: row.created_at.toISOString(), cause: row.cause, sheet };
  }

  async avatar(ownerId: string, id: string): Promise<{ mediaType: string; bytes: Buffer } | null> {
    const rows = await this.database.query<(Piece & { media_type: string })[]>(
      `SELECT a.media_type, ${pieceOf('a.bytes')} FROM avatars a JOIN characters c ON c.id = a.character_id,
         ${piecesOf('a.bytes')} WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    return rows[0] ? { mediaType: rows[0].media_type, bytes: joined(rows) } : null;
  }

  /** The files that came with its card. */
  async assets(ownerId: string, id: string): Promise<CardAsset[]> {
    const rows = await this.database.query<(Piece & { name: string })[]>(
      `SELECT a.name, ${pieceOf('a.bytes')} FROM card_assets a JOIN characters c ON c.id = a.character_id,
         ${piecesOf('a.bytes')} WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
    const files = new Map<string, Piece[]>();
    for (const row of rows) files.set(row.name, [...(files.get(row.name) ?? []), row]);
    return [...files.keys()].sort().map((name) => ({ name, bytes: joined(files.get(name)!) }));
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
