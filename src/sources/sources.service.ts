import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Problem } from '../contracts/problem.js';
import type { Passage as PassageSpan, Section as SectionSpan } from '../text/types.js';
import type { PassageView, SectionView, SourceSummary, SourceView } from '../contracts/source.js';
import type { Source } from './source.entity.js';
import { SourcesRepository, type Span, type SummaryRow } from './sources.repository.js';

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
  /** What of it is kept out of what a model is sent. */
  keptOut: Span[];
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
  constructor(private readonly rows: SourcesRepository) {}

  /** Stores a source whole. @returns its id */
  async add(manager: EntityManager, source: NewSource): Promise<string> {
    const { text, sections, passages, ...row } = source;
    const begins = new Map(sections.map((section) => [section.n, section.start]));
    const begin = (passage: PassageSpan) => begins.get(passage.section)!;
    return this.rows.insert(
      manager,
      { ...row, length: text.length },
      sections.map(({ n, title, start, end }) => ({ n, title, text: text.slice(start, end) })),
      passages.map((p) => ({ ...p, start: p.start - begin(p), end: p.end - begin(p) })),
    );
  }

  async view(ownerId: string, id: string): Promise<SourceView> {
    const row = await this.rows.summary(ownerId, id);
    if (!row) throw missing();
    const sectionList = await this.rows.sectionList(id);
    return {
      ...summaryOf(row),
      ...(row.encoding ? { encoding: row.encoding } : {}),
      ...(row.revision ? { revision: row.revision } : {}),
      createdAt: row.createdAt.toISOString(),
      sectionList,
    };
  }

  async section(ownerId: string, id: string, n: number): Promise<SectionView> {
    const section = await this.rows.section(ownerId, id, n);
    if (!section) throw missing();
    const passages = await this.rows.passagesOfSection(id, n);
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
    const row = await this.rows.passage(ownerId, id, n);
    if (!row) throw missing();
    return {
      sourceId: id,
      id: passageId,
      section: row.section,
      sectionTitle: row.title,
      text: row.text.slice(row.start, row.end),
    };
  }

  async ofCharacter(characterId: string): Promise<SourceSummary[]> {
    return (await this.rows.summariesOfCharacter(characterId)).map(summaryOf);
  }

  /** All sources of an ingest, whole, the one that tells the story first. */
  async ofIngest(ingestId: string): Promise<WholeSource[]> {
    return this.whole(await this.rows.ofIngest(ingestId));
  }

  /** All sources of a character, whole. */
  async wholeOf(characterId: string): Promise<WholeSource[]> {
    return this.whole(await this.rows.ofCharacter(characterId));
  }

  private async whole(sources: readonly Source[]): Promise<WholeSource[]> {
    const ids = sources.map((source) => source.id);
    const sections = await this.rows.sectionsOf(ids);
    const passages = await this.rows.passagesOf(ids);
    const whole = sources.map(({ id, title, mediaType, subject, language, keptOut, createdAt }) => {
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
        keptOut,
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
