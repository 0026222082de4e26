import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import type { SourceView } from '../contracts/source.js';
import type { Passage as PassageSpan } from '../text/types.js';
import { Passage, Section, Source } from './source.entity.js';

/** A part of a source's whole text, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

export type NewSourceRow = Omit<Source, 'id' | 'keptOut' | 'createdAt'>;

/** A source without its text. */
export interface SummaryRow {
  id: string;
  title: string;
  kind: 'link' | 'file';
  url: string | null;
  length: number;
  encoding: string | null;
  revision: string | null;
  licence: string | null;
  createdAt: Date;
  sections: number;
  passages: number;
}

const SUMMARY = `
  SELECT s.id, s.title, s.kind, s.url, s.length, s.encoding, s.revision, s.licence, s.created_at AS "createdAt",
    (SELECT count(*)::int FROM sections WHERE source_id = s.id) AS sections,
    (SELECT count(*)::int FROM passages WHERE source_id = s.id) AS passages
  FROM sources s`;

/**
 * A character's sources, the first before all: the one that tells the story. Of those that came together it is the one
 * with the most sections.
 */
const OF_CHARACTER = `
  SELECT s.id, s.title, s.kept_out, row_number() OVER (ORDER BY s.created_at, (SELECT count(*) FROM sections WHERE source_id = s.id) DESC, s.id) AS place
  FROM character_sources cs JOIN sources s ON s.id = cs.source_id WHERE cs.character_id = $1`;

/** Sources in the database: their rows, sections and passages. */
@Injectable()
export class SourcesRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Stores a source, its sections and its passages; three statements, however long it is.
   * @param passages with offsets within their sections' texts
   * @returns its id
   */
  async insert(
    manager: EntityManager,
    row: NewSourceRow,
    sections: readonly Pick<Section, 'n' | 'title' | 'text'>[],
    passages: readonly Pick<PassageSpan, 'n' | 'section' | 'start' | 'end'>[],
  ): Promise<string> {
    // a transaction has one now(), and the order of its sources is kept
    const made = await manager.insert(Source, { ...row, createdAt: () => 'clock_timestamp()' });
    const id = (made.identifiers[0] as { id: string }).id;
    await manager.query(
      `INSERT INTO sections (source_id, n, title, text)
       SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[])`,
      [id, sections.map((s) => s.n), sections.map((s) => s.title), sections.map((s) => s.text)],
    );
    await manager.query(
      `INSERT INTO passages (source_id, n, section_n, start, "end")
       SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::int[])`,
      [
        id,
        passages.map((p) => p.n),
        passages.map((p) => p.section),
        passages.map((p) => p.start),
        passages.map((p) => p.end),
      ],
    );
    return id;
  }

  async summary(ownerId: string, id: string): Promise<SummaryRow | null> {
    const [row] = await this.database.query<SummaryRow[]>(`${SUMMARY} WHERE s.owner_id = $1 AND s.id = $2`, [
      ownerId,
      id,
    ]);
    return row ?? null;
  }

  /** The first tells the story. */
  async summariesOfCharacter(characterId: string): Promise<SummaryRow[]> {
    return this.database.query(
      `${SUMMARY} JOIN character_sources cs ON cs.source_id = s.id WHERE cs.character_id = $1 ORDER BY s.created_at, sections DESC, s.id`,
      [characterId],
    );
  }

  /** Callers have made sure that the source is the owner's. */
  async sectionList(sourceId: string): Promise<SourceView['sectionList']> {
    return this.database.query(
      'SELECT n, title, length(text)::int AS length FROM sections WHERE source_id = $1 ORDER BY n',
      [sourceId],
    );
  }

  async section(ownerId: string, id: string, n: number): Promise<{ title: string; text: string } | null> {
    const [section] = await this.database.query<{ title: string; text: string }[]>(
      `SELECT c.title, c.text FROM sections c JOIN sources s ON s.id = c.source_id
       WHERE s.owner_id = $1 AND s.id = $2 AND c.n = $3`,
      [ownerId, id, n],
    );
    return section ?? null;
  }

  /** Of one section. Callers have made sure that the source is the owner's. */
  async passagesOfSection(sourceId: string, section: number): Promise<(Span & { n: number })[]> {
    return this.database.query(
      'SELECT n, start, "end" FROM passages WHERE source_id = $1 AND section_n = $2 ORDER BY n',
      [sourceId, section],
    );
  }

  /** A passage, and the section that it stands in. */
  async passage(
    ownerId: string,
    id: string,
    n: number,
  ): Promise<(Span & { section: number; title: string; text: string }) | null> {
    const [row] = await this.database.query<(Span & { section: number; title: string; text: string })[]>(
      `SELECT c.n AS section, c.title, c.text, p.start, p."end"
       FROM passages p
       JOIN sections c ON c.source_id = p.source_id AND c.n = p.section_n
       JOIN sources s ON s.id = p.source_id
       WHERE s.owner_id = $1 AND s.id = $2 AND p.n = $3`,
      [ownerId, id, n],
    );
    return row ?? null;
  }

  async ofIngest(ingestId: string): Promise<Source[]> {
    return this.database.getRepository(Source).findBy({ ingestId });
  }

  async ofCharacter(characterId: string): Promise<Source[]> {
    return this.database
      .getRepository(Source)
      .createQueryBuilder('s')
      .where('s.id IN (SELECT source_id FROM character_sources WHERE character_id = :characterId)', {
        characterId,
      })
      .getMany();
  }

  /** All sections of some sources, in their order. */
  async sectionsOf(sourceIds: readonly string[]): Promise<Section[]> {
    return this.database.query(
      'SELECT source_id AS "sourceId", n, title, text FROM sections WHERE source_id = ANY($1) ORDER BY source_id, n',
      [sourceIds],
    );
  }

  /** All passages of some sources, in their order. */
  async passagesOf(sourceIds: readonly string[]): Promise<Passage[]> {
    return this.database.query(
      `SELECT source_id AS "sourceId", n, section_n AS section, start, "end"
       FROM passages WHERE source_id = ANY($1) ORDER BY source_id, n`,
      [sourceIds],
    );
  }

  /** A section of a character's first source, and the number of the last passage up to its end, if there is one. */
  async sectionOfStory(
    characterId: string,
    section: number,
  ): Promise<{ sourceId: string; title: string; lastPassage: number | null } | null> {
    const [row] = await this.database.query<
      { sourceId: string; title: string; lastPassage: number | null }[]
    >(
      `SELECT f.id AS "sourceId", c.title,
         (SELECT max(n) FROM passages p WHERE p.source_id = f.id AND p.section_n <= $2) AS "lastPassage"
       FROM (${OF_CHARACTER}) f JOIN sections c ON c.source_id = f.id AND c.n = $2 WHERE f.place = 1`,
      [characterId, section],
    );
    return row ?? null;
  }

  /** The ids of a character's sources, in their order. */
  async idsOfCharacter(characterId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }[]>(
      `SELECT id FROM (${OF_CHARACTER}) f ORDER BY place`,
      [characterId],
    );
    return rows.map(({ id }) => id);
  }

  /** A character's sources word for word, in their order; or, up to a section, the first alone. */
  async textsOf(
    characterId: string,
    upToSection: number | null,
  ): Promise<{ title: string; text: string; keptOut: Span[] }[]> {
    return this.database.query(
      `SELECT f.title, f.kept_out AS "keptOut", string_agg(c.text, '' ORDER BY c.n) AS text
       FROM (${OF_CHARACTER}) f JOIN sections c ON c.source_id = f.id
       WHERE $2::int IS NULL OR (f.place = 1 AND c.n <= $2)
       GROUP BY f.place, f.title, f.kept_out ORDER BY f.place`,
      [characterId, upToSection],
    );
  }

  /** Which sources some ingests have made, those of one in their order: the first tells the story. */
  async idsOfIngests(ingestIds: readonly string[]): Promise<{ ingestId: string; id: string }[]> {
    return this.database.query(
      `SELECT ingest_id AS "ingestId", id FROM sources s WHERE ingest_id = ANY($1)
       ORDER BY created_at, (SELECT count(*) FROM sections WHERE source_id = s.id) DESC, id`,
      [ingestIds],
    );
  }

  /** How many sections the longest source of an ingest has. */
  async mostSections(ingestId: string): Promise<number> {
    const [{ most }] = await this.database.query<[{ most: number }]>(
      `SELECT coalesce(max((SELECT count(*) FROM sections WHERE source_id = s.id)), 0)::int AS most
       FROM sources s WHERE s.ingest_id = $1`,
      [ingestId],
    );
    return most;
  }

  /** What is kept out of the sources of an ingest. */
  async keptOut(
    ingestId: string,
    manager: EntityManager = this.database.manager,
  ): Promise<{ id: string; spans: Span[] }[]> {
    return manager.query('SELECT id, kept_out AS spans FROM sources WHERE ingest_id = $1', [ingestId]);
  }

  /** Says what of some sources is kept out of what a model is sent. */
  async keepOut(
    sources: readonly { id: string; spans: readonly Span[] }[],
    manager: EntityManager = this.database.manager,
  ): Promise<void> {
    await manager.query(
      `UPDATE sources s SET kept_out = o.spans
       FROM unnest($1::uuid[], $2::jsonb[]) o (id, spans) WHERE s.id = o.id`,
      [sources.map(({ id }) => id), sources.map(({ spans }) => JSON.stringify(spans))],
    );
  }

  /** Deletes the sources of an ingest that no character comes from. */
  async deleteUnused(manager: EntityManager, ingestId: string): Promise<void> {
    await manager.query(
      `DELETE FROM sources s WHERE ingest_id = $1 AND NOT EXISTS (SELECT FROM character_sources WHERE source_id = s.id)`,
      [ingestId],
    );
  }
}
