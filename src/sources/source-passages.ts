import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { withoutSpans } from '../text/instructions/kept-out.js';

/** A passage as a model may be sent it: what speaks to a language model in it is gaps. */
export interface SentPassage {
  n: number;
  section: number;
  /** Of its section. */
  title: string;
  text: string;
}

interface SectionRow {
  n: number;
  title: string;
  text: string;
}

interface PassageRow {
  n: number;
  section: number;
  start: number;
  end: number;
}

/** The passages of sources, without what is kept out of what a model is sent. */
@Injectable()
export class SourcePassages {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** All of a source, in order. */
  async all(sourceId: string): Promise<SentPassage[]> {
    const passages = await this.database.query<PassageRow[]>(
      'SELECT n, section_n AS section, start, "end" FROM passages WHERE source_id = $1 ORDER BY n',
      [sourceId],
    );
    return this.cut(await this.sections(sourceId, null), passages);
  }

  /** Some of a source, by their numbers, in order. */
  async some(sourceId: string, numbers: readonly number[]): Promise<SentPassage[]> {
    const passages = await this.database.query<PassageRow[]>(
      `SELECT n, section_n AS section, start, "end" FROM passages
       WHERE source_id = $1 AND n = ANY($2) ORDER BY n`,
      [sourceId, numbers],
    );
    const sections = [...new Set(passages.map(({ section }) => section))];
    return this.cut(await this.sections(sourceId, sections), passages);
  }

  /** @param numbers of the sections, or all of them */
  private async sections(sourceId: string, numbers: readonly number[] | null): Promise<SectionRow[]> {
    const [source] = await this.database.query<[{ keptOut: { start: number; end: number }[] }?]>(
      'SELECT kept_out AS "keptOut" FROM sources WHERE id = $1',
      [sourceId],
    );
    const keptOut = source?.keptOut ?? [];
    // What is kept out is counted from the beginning of the source.
    const rows = await this.database.query<SectionRow[]>(
      `SELECT n, title, text FROM sections
       WHERE source_id = $1 AND ($2::int[] IS NULL OR n = ANY($2)) ORDER BY n`,
      [sourceId, keptOut.length ? null : numbers],
    );
    let begin = 0;
    return rows.map(({ n, title, text }) => {
      const spans = keptOut
        .map(({ start, end }) => ({ start: start - begin, end: end - begin }))
        .filter(({ start, end }) => end > 0 && start < text.length);
      begin += text.length;
      return { n, title, text: withoutSpans(text, spans) };
    });
  }

  private cut(sections: readonly SectionRow[], passages: readonly PassageRow[]): SentPassage[] {
    const byNumber = new Map(sections.map((section) => [section.n, section]));
    return passages.map(({ n, section, start, end }) => {
      const { title, text } = byNumber.get(section)!;
      return { n, section, title, text: text.slice(start, end) };
    });
  }
}
