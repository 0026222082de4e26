import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { type DataSource, type EntityManager } from 'typeorm';
import { Problem } from '../contracts/problem.js';
import type { Passage as PassageSpan, Section as SectionSpan } from '../text/types.js';
import type { PassageView, SectionView, SourceSummary, SourceView } from '../contracts/source.js';
import { Passage, Section, Source } from './source.entity.js';

export interface NewSource {
  ownerId: string;
  ingestId: string;
  title: string;
  kind: 'link' | 'file';
  url: string | null;
  mediaType: string;
  encoding: string | null;
  revision: string | null;
  licence: string | null;
  subject: string | null;
  language: 'en' | 'zh';
  text: string;
  /** Offsets in the whole text, as `divide` gives them. */
  sections: SectionSpan[];
  passages: PassageSpan[];
}

/** A source as it is read as a whole: its text, sections and passages with offsets in the whole text. */
export interface WholeSource {
  id: string;
  title: string;
  mediaType: string;
  subject: string | null;
  language: 'en' | 'zh';
  text: string;
  sections: SectionSpan[];
  passages: PassageSpan[];
}

const SUMMARY = `
  SELECT s.id, s.title, s.kind, s.url, s.length, s.encoding, s.revision, s.licence, s.created_at,
    (SELECT count(*)::int FROM sections WHERE source_id = s.id) AS sections,
    (SELECT count(*)::int FROM passages WHERE source_id = s.id) AS passages
  FROM sources s`;

interface SummaryRow {
  id: string;
  title: string;
  kind: 'link' | 'file';
  url: string | null;
  length: number;
  encoding: string | null;
  revision: string | null;
  licence: string | null;
  created_at: Date;
  sections: number;
  passages: number;
}

const summaryOf = (row: SummaryRow): SourceSummary => ({
  id: row.id,
  title: row.title,
  kind: row.kind,
  ...(row.url ? { url: row.url } : {}),
  ...(row.url && row.revision && URL.canParse(row.url)
    ? { permalink: permalink(row.url, row.revision) }
    : {}),
  ...(row.licence ? { licence: row.licence } : {}),
  length: row.length,
  sections: row.sections,
  passages: row.passages,
});

/** A wiki's page as it was at a revision. */
function permalink(url: string, revision: string): string {
  const address = new URL(url);
  address.hash = '';
  address.searchParams.set('oldid', revision);
  return address.href;
}

const missing = () => new Problem('not_found', 'There is no such source, or it is not yours.');

/** Texts that were taken in, whole, with their sections and passages. */
@Injectable()
export class SourcesService {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** Stores a source whole; three statements, however long it is. */
  async add(manager: EntityManager, source: NewSource): Promise<string> {
    const { text, sections, passages, ...row } = source;
    // a transaction has one now(), and the order of its sources is kept
    const createdAt = () => 'clock_timestamp()';
    const made = await manager.insert(Source, { ...row, length: text.length, createdAt });
    const id = (made.identifiers[0] as { id: string }).id;
    await manager.query(
      `INSERT INTO sections (source_id, n, title, text)
       SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[])`,
      [
        id,
        sections.map((s) => s.n),
        sections.map((s) => s.title),
        sections.map((s) => text.slice(s.start, s.end)),
      ],
    );
    const begins = new Map(sections.map((section) => [section.n, section.start]));
    const begin = (passage: PassageSpan) => begins.get(passage.section)!;
    await manager.query(
      `INSERT INTO passages (source_id, n, section_n, start, "end")
       SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::int[])`,
      [
        id,
        passages.map((p) => p.n),
        passages.map((p) => p.section),
        passages.map((p) => p.start - begin(p)),
        passages.map((p) => p.end - begin(p)),
      ],
    );
    return id;
  }

  async view(ownerId: string, id: string): Promise<SourceView> {
    const [row] = await this.database.query<SummaryRow[]>(`${SUMMARY} WHERE s.owner_id = $1 AND s.id = $2`, [
      ownerId,
      id,
    ]);
    if (!row) throw missing();
    const sectionList = await this.database.query<SourceView['sectionList']>(
      'SELECT n, title, length(text)::int AS length FROM sections WHERE source_id = $1 ORDER BY n',
      [id],
    );
    return {
      ...summaryOf(row),
      ...(row.encoding ? { encoding: row.encoding } : {}),
      ...(row.revision ? { revision: row.revision } : {}),
      createdAt: row.created_at.toISOString(),
      sectionList,
    };
  }

  async section(ownerId: string, id: string, n: number): Promise<SectionView> {
    const [section] = await this.database.query<{ title: string; text: string }[]>(
      `SELECT c.title, c.text FROM sections c JOIN sources s ON s.id = c.source_id
       WHERE s.owner_id = $1 AND s.id = $2 AND c.n = $3`,
      [ownerId, id, n],
    );
    if (!section) throw missing();
    const passages = await this.database.query<{ n: number; start: number; end: number }[]>(
      'SELECT n, start, "end" FROM passages WHERE source_id = $1 AND section_n = $2 ORDER BY n',
      [id, n],
    );
    return {
      sourceId: id,
      n,
      title: section.title,
      text: section.text,
      passages: passages.map(({ n: number, start, end }) => ({
        id: `p${number}`,
        start,
        end,
        text: section.text.slice(start, end),
      })),
    };
  }

  async passage(ownerId: string, id: string, passageId: string): Promise<PassageView> {
    const n = Number(/^p(\d{1,9})$/.exec(passageId)?.[1] ?? NaN);
    if (Number.isNaN(n)) throw missing();
    const [row] = await this.database.query<
      { n: number; title: string; text: string; start: number; end: number }[]
    >(
      `SELECT c.n, c.title, c.text, p.start, p."end"
       FROM passages p
       JOIN sections c ON c.source_id = p.source_id AND c.n = p.section_n
       JOIN sources s ON s.id = p.source_id
       WHERE s.owner_id = $1 AND s.id = $2 AND p.n = $3`,
      [ownerId, id, n],
    );
    if (!row) throw missing();
    return {
      sourceId: id,
      id: passageId,
      section: row.n,
      sectionTitle: row.title,
      text: row.text.slice(row.start, row.end),
    };
  }

  async ofCharacter(characterId: string): Promise<SourceSummary[]> {
    const rows = await this.database.query<SummaryRow[]>(
      `${SUMMARY} JOIN character_sources cs ON cs.source_id = s.id WHERE cs.character_id = $1 ORDER BY s.created_at, sections DESC, s.id`,
      [characterId],
    );
    return rows.map(summaryOf);
  }

  /** What is kept out of the sources of an ingest. */
  async keptOut(
    ingestId: string,
    manager: EntityManager = this.database.manager,
  ): Promise<{ id: string; spans: { start: number; end: number }[] }[]> {
    return manager.query('SELECT id, kept_out AS spans FROM sources WHERE ingest_id = $1', [ingestId]);
  }

  /** Says what of some sources is kept out of what a model is sent, in offsets in their whole texts. */
  async keepOut(
    sources: readonly { id: string; spans: readonly { start: number; end: number }[] }[],
    manager: EntityManager = this.database.manager,
  ): Promise<void> {
    await manager.query(
      `UPDATE sources s SET kept_out = o.spans
       FROM unnest($1::uuid[], $2::jsonb[]) o (id, spans) WHERE s.id = o.id`,
      [sources.map(({ id }) => id), sources.map(({ spans }) => JSON.stringify(spans))],
    );
  }

  /** All sources of an ingest, whole, the one that tells the story first. */
  async ofIngest(ingestId: string): Promise<WholeSource[]> {
    const sources = await this.database.getRepository(Source).findBy({ ingestId });
    return this.whole(sources);
  }

  /** All sources of a character, whole. */
  async wholeOf(characterId: string): Promise<WholeSource[]> {
    const sources = await this.database
      .getRepository(Source)
      .createQueryBuilder('s')
      .where('s.id IN (SELECT source_id FROM character_sources WHERE character_id = :characterId)', {
        characterId,
      })
      .getMany();
    return this.whole(sources);
  }

  private async whole(sources: readonly Source[]): Promise<WholeSource[]> {
    const ids = sources.map((source) => source.id);
    const sections = await this.database.query<Section[]>(
      'SELECT source_id AS "sourceId", n, title, text FROM sections WHERE source_id = ANY($1) ORDER BY source_id, n',
      [ids],
    );
    const passages = await this.database.query<Passage[]>(
      `SELECT source_id AS "sourceId", n, section_n AS section, start, "end"
       FROM passages WHERE source_id = ANY($1) ORDER BY source_id, n`,
      [ids],
    );
    const whole = sources.map(({ id, title, mediaType, subject, language, createdAt }) => {
      const parts = sections.filter((section) => section.sourceId === id);
      let end = 0;
      const spans = parts.map((part) => ({
        n: part.n,
        title: part.title,
        start: end,
        end: (end += part.text.length),
      }));
      const begins = new Map(spans.map((span) => [span.n, span.start]));
      return {
        createdAt,
        id,
        title,
        mediaType,
        subject,
        language,
        text: parts.map((part) => part.text).join(''),
        sections: spans,
        passages: passages
          .filter((passage) => passage.sourceId === id)
          .map(({ n, section, start, end: stop }) => {
            const begin = begins.get(section)!;
            return { n, section, start: begin + start, end: begin + stop };
          }),
      };
    });
    // The one that tells the story is the first.
    return whole.sort(
      (a, b) =>
        a.createdAt.getTime() - b.createdAt.getTime() ||
        b.sections.length - a.sections.length ||
        (a.id < b.id ? -1 : 1),
    );
  }
}
