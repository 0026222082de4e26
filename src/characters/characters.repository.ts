import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { ReportTexts, SheetVersionView } from '../contracts/character.js';
import { storableJson } from '../text/encoding/storable.js';
import type { Sheet } from '../contracts/sheet.js';
import type { CardAsset } from './cards/card-assets.js';
import { type Piece, pieceOf, piecesOf } from './stored-bytes.js';
import { bufferOf, jsonBytes, JSON_OF } from './stored-sheets.js';

type Cause = SheetVersionView['cause'];

/** What changes of a character's row; null leaves as it is, and so does undefined where null is a value. */
export interface RowChange {
  name?: string | null | undefined;
  newVersions?: number | undefined;
  favourite?: boolean | null | undefined;
  folder?: string | null | undefined;
  /** JSON in UTF-8. */
  card?: Uint8Array | null | undefined;
}

/** What the imports of a character said, and the reading of a text that made it. */
export interface Origin {
  report: ReportTexts | null;
  ingestId: string | null;
}

export interface VersionRow {
  version: number;
  createdAt: Date;
  cause: Cause;
}

const VERSION = `SELECT s.version, s.created_at AS "createdAt", s.cause
  FROM sheets s JOIN characters c ON c.id = s.character_id`;

/** What a card says of itself, for sheets from before that was read (`cardNotesOf`). */
const CARD_NOTES = `jsonb_build_object(
  'creator', coalesce(d.card->>'creator', ''), 'characterVersion', coalesce(d.card->>'character_version', ''),
  'creatorNotes', coalesce(d.card->>'creator_notes', ''), 'groupGreetings', (
    SELECT coalesce(jsonb_agg(item #>> '{}'), '[]') FROM jsonb_array_elements(
      CASE jsonb_typeof(d.card->'group_only_greetings') WHEN 'array' THEN d.card->'group_only_greetings' ELSE '[]' END) item
    WHERE jsonb_typeof(item) <> 'null'))`;

/** Characters in the database, with the versions of their sheets and the files that they came with. Pictures and lists have repositories of their own. */
@Injectable()
export class CharactersRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @returns its id */
  async insert(
    manager: EntityManager,
    row: { ownerId: string; name: string; ingestId: string | null; card: Uint8Array | null; sample: boolean },
  ): Promise<string> {
    const [{ id }] = await manager.query<[{ id: string }]>(
      `INSERT INTO characters (owner_id, name, ingest_id, card, sample) VALUES ($1, $2, $3, ${JSON_OF('$4')}, $5) RETURNING id`,
      [row.ownerId, row.name, row.ingestId, row.card && bufferOf(row.card), row.sample],
    );
    return id;
  }

  async addVersion(
    manager: EntityManager,
    id: string,
    version: number,
    sheet: Sheet | Uint8Array,
    cause: Cause,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO sheets (character_id, version, sheet, cause) VALUES ($1, $2, ${JSON_OF('$3')}, $4)`,
      [id, version, jsonBytes(sheet), cause],
    );
  }

  /** Gives a version that says nothing of its card what the one before it says. */
  async keepNotes(manager: EntityManager, id: string, version: number): Promise<void> {
    await manager.query(
      `UPDATE sheets s SET sheet = s.sheet || jsonb_build_object('cardNotes', b.sheet->'cardNotes')
       FROM sheets b
       WHERE s.character_id = $1 AND s.version = $2 AND b.character_id = $1 AND b.version = $2::int - 1
         AND NOT s.sheet ? 'cardNotes' AND b.sheet ? 'cardNotes'`,
      [id, version],
    );
  }

  /** Makes a version of the one before it, with other tags. */
  async addTagged(
    manager: EntityManager,
    id: string,
    version: number,
    tags: readonly string[],
  ): Promise<void> {
    await manager.query(
      `INSERT INTO sheets (character_id, version, sheet, cause)
       SELECT s.character_id, $2, s.sheet || jsonb_build_object('cardNotes',
         CASE jsonb_typeof(s.sheet->'cardNotes') WHEN 'object' THEN s.sheet->'cardNotes' ELSE ${CARD_NOTES} END
         || jsonb_build_object('tags', $3::jsonb)), 'edit'
       FROM sheets s JOIN characters c ON c.id = s.character_id,
         LATERAL (SELECT CASE jsonb_typeof(c.card->'data') WHEN 'object' THEN c.card->'data' ELSE c.card END AS card) d
       WHERE s.character_id = $1 AND s.version = $2::int - 1`,
      [id, version, storableJson(tags)],
    );
  }

  /** Adds what an import said that was not said of the character before. */
  async addReport(manager: EntityManager, id: string, { en, zh }: ReportTexts): Promise<void> {
    if (en.length === 0) return;
    const joined = (language: string, added: string) =>
      `(SELECT jsonb_agg(line ORDER BY n) FROM (
          SELECT line, min(n) AS n FROM (
            SELECT line, n FROM jsonb_array_elements(import_report->'${language}') WITH ORDINALITY o (line, n)
            UNION ALL SELECT line, 1e6 + n FROM jsonb_array_elements(${added}::jsonb) WITH ORDINALITY o (line, n)
          ) both_of_them GROUP BY line
        ) lines)`;
    await manager.query(
      `UPDATE characters SET import_report = jsonb_build_object('en', ${joined('en', '$2')}, 'zh', ${joined('zh', '$3')})
       WHERE id = $1`,
      [id, storableJson(en), storableJson(zh)],
    );
  }

  async origin(ownerId: string, id: string): Promise<Origin> {
    const [row] = await this.database.query<Origin[]>(
      'SELECT import_report AS report, ingest_id AS "ingestId" FROM characters WHERE owner_id = $1 AND id = $2',
      [ownerId, id],
    );
    return row ?? { report: null, ingestId: null };
  }

  async addAsset(manager: EntityManager, id: string, { name, bytes }: CardAsset): Promise<void> {
    await manager.query('INSERT INTO card_assets (character_id, name, bytes) VALUES ($1, $2, $3)', [
      id,
      name,
      bufferOf(bytes),
    ]);
  }

  async deleteAssets(manager: EntityManager, id: string): Promise<void> {
    await manager.query('DELETE FROM card_assets WHERE character_id = $1', [id]);
  }

  /** Those that it has already stay. */
  async addSources(manager: EntityManager, id: string, sourceIds: readonly string[]): Promise<void> {
    await manager.query(
      'INSERT INTO character_sources (character_id, source_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING',
      [id, sourceIds],
    );
  }

  /** Its name, and its newest sheet and its card as JSON in UTF-8, in pieces; nothing where there is no such character. */
  async stored(ownerId: string, id: string): Promise<(Piece & { name: string; of: 'sheet' | 'card' })[]> {
    return this.database.query(
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
  }

  /**
   * Changes what of its row is named, and counts its sheets on.
   * @returns that number, or null where there is no such character
   */
  async change(
    manager: EntityManager,
    ownerId: string,
    id: string,
    { name = null, newVersions = 0, favourite = null, folder, card = null }: RowChange,
  ): Promise<number | null> {
    const [rows] = await manager.query<[{ version: number }[], number]>(
      `UPDATE characters SET name = coalesce($3, name), sheet_version = sheet_version + $4, updated_at = now(),
         favourite = coalesce($5, favourite), folder = CASE WHEN $6 THEN $7 ELSE folder END,
         card = coalesce(${JSON_OF('$8')}, card)
       WHERE owner_id = $1 AND id = $2 RETURNING sheet_version AS version`,
      [
        ownerId,
        id,
        name,
        newVersions,
        favourite,
        folder !== undefined,
        folder ?? null,
        card && bufferOf(card),
      ],
    );
    return rows[0]?.version ?? null;
  }

  /**
   * Has it talked with by another connection of the owner's; null: by the default.
   * @returns whether there is that connection
   */
  async connect(
    manager: EntityManager,
    ownerId: string,
    id: string,
    connectionId: string | null,
  ): Promise<boolean> {
    const [, changed] = await manager.query<[unknown[], number]>(
      `UPDATE characters SET connection_id = $3 WHERE owner_id = $1 AND id = $2
         AND ($3::uuid IS NULL OR EXISTS (SELECT FROM connections WHERE owner_id = $1 AND id = $3))`,
      [ownerId, id, connectionId],
    );
    return changed > 0;
  }

  /** The number of its newest sheet, which nobody else changes until the transaction ends. */
  async lock(
    manager: EntityManager,
    ownerId: string,
    id: string,
  ): Promise<{ sheetVersion: number; updatedAt: Date } | null> {
    const [row] = await manager.query<{ sheetVersion: number; updatedAt: Date }[]>(
      'SELECT sheet_version AS "sheetVersion", updated_at AS "updatedAt" FROM characters WHERE owner_id = $1 AND id = $2 FOR UPDATE',
      [ownerId, id],
    );
    return row ?? null;
  }

  /** Newest first. @param before the number to begin below */
  async versions(ownerId: string, id: string, before: number, limit: number): Promise<VersionRow[]> {
    return this.database.query(
      `${VERSION} WHERE c.owner_id = $1 AND c.id = $2 AND s.version < $3 ORDER BY s.version DESC LIMIT $4`,
      [ownerId, id, before, limit],
    );
  }

  async version(ownerId: string, id: string, version: number): Promise<VersionRow | null> {
    const [row] = await this.database.query<VersionRow[]>(
      `${VERSION} WHERE c.owner_id = $1 AND c.id = $2 AND s.version = $3`,
      [ownerId, id, version],
    );
    return row ?? null;
  }

  /** The files that came with its card, in pieces. */
  async assets(ownerId: string, id: string): Promise<(Piece & { name: string })[]> {
    return this.database.query(
      `SELECT a.name, ${pieceOf('a.bytes')} FROM card_assets a
         JOIN characters c ON c.id = a.character_id, ${piecesOf('a.bytes')}
       WHERE c.owner_id = $1 AND c.id = $2`,
      [ownerId, id],
    );
  }

  /** Which characters some ingests have made, oldest first. */
  async idsOfIngests(ingestIds: readonly string[]): Promise<{ ingestId: string; id: string }[]> {
    return this.database.query(
      'SELECT ingest_id AS "ingestId", id FROM characters WHERE ingest_id = ANY($1) ORDER BY created_at, id',
      [ingestIds],
    );
  }

  /** Marks the owners who were not given the sample characters yet as given. @returns their ids */
  async ownersWithoutSamples(manager: EntityManager): Promise<string[]> {
    const [owners] = await manager.query<[{ id: string }[], number]>(
      'UPDATE owners SET samples_at = now() WHERE samples_at IS NULL RETURNING id',
    );
    return owners.map(({ id }) => id);
  }
}
