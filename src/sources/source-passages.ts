import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { withoutSpans } from '../text/instructions/kept-out.js';
import type { TextSpan } from '../text/structure/passages.js';

/** So much of a text is read at once, in bytes. */
const PART = 1_500_000;

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

  /**
   * All of a source, in order, a few sections at a time: a text may be larger than what there is of memory.
   * @param most of it, in bytes of text
   */
  async *parts(sourceId: string, most: number): AsyncGenerator<SentPassage[]> {
    const rows = await this.database.query<{ n: number; bytes: number }[]>(
      'SELECT n, octet_length(text) AS bytes FROM sections WHERE source_id = $1 ORDER BY n',
      [sourceId],
    );
    const keptOut = await this.keptOut(sourceId);
    let all = 0;
    let begin = 0;
    for (let from = 0, to = 0; from < rows.length && all < most; from = to) {
      const before = all;
      while (to < rows.length && all - before < PART) all += rows[to++]!.bytes;
      const numbers = rows.slice(from, to).map(({ n }) => n);
      const [sections, passages] = await Promise.all([
        this.sections(sourceId, numbers),
        this.database.query<PassageRow[]>(
          `SELECT n, section_n AS section, start, "end" FROM passages
           WHERE source_id = $1 AND section_n = ANY($2) ORDER BY n`,
          [sourceId, numbers],
        ),
      ]);
      yield this.cut(withoutKeptOut(sections, keptOut, begin), passages);
      begin += sections.reduce((sum, { text }) => sum + text.length, 0);
    }
  }

  /** Some of a source, by their numbers, in order. */
  async some(sourceId: string, numbers: readonly number[]): Promise<SentPassage[]> {
    const passages = await this.database.query<PassageRow[]>(
      `SELECT n, section_n AS section, start, "end" FROM passages
       WHERE source_id = $1 AND n = ANY($2) ORDER BY n`,
      [sourceId, numbers],
    );
    const keptOut = await this.keptOut(sourceId);
    // What is kept out is counted from the beginning of the source.
    const sections = keptOut.length ? null : [...new Set(passages.map(({ section }) => section))];
    return this.cut(withoutKeptOut(await this.sections(sourceId, sections), keptOut, 0), passages);
  }

  private async keptOut(sourceId: string): Promise<TextSpan[]> {
    const [source] = await this.database.query<[{ keptOut: TextSpan[] }?]>(
      'SELECT kept_out AS "keptOut" FROM sources WHERE id = $1',
      [sourceId],
    );
    return source?.keptOut ?? [];
  }

  /** @param numbers of the sections, or all of them */
  private sections(sourceId: string, numbers: readonly number[] | null): Promise<SectionRow[]> {
    return this.database.query<SectionRow[]>(
      `SELECT n, title, text FROM sections
       WHERE source_id = $1 AND ($2::int[] IS NULL OR n = ANY($2)) ORDER BY n`,
      [sourceId, numbers],
    );
  }

  private cut(sections: readonly SectionRow[], passages: readonly PassageRow[]): SentPassage[] {
    const byNumber = new Map(sections.map((section) => [section.n, section]));
    return passages.map(({ n, section, start, end }) => {
      const { title, text } = byNumber.get(section)!;
      return { n, section, title, text: text.slice(start, end) };
    });
  }
}

/** @param begin where the first of these sections begins in the source */
function withoutKeptOut(
  sections: readonly SectionRow[],
  keptOut: readonly TextSpan[],
  begin: number,
): SectionRow[] {
  let at = begin;
  return sections.map(({ n, title, text }) => {
    const spans = keptOut
      .map(({ start, end }) => ({ start: start - at, end: end - at }))
      .filter(({ start, end }) => end > 0 && start < text.length);
    at += text.length;
    return { n, title, text: withoutSpans(text, spans) };
  });
}
